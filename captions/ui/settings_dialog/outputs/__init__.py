"""The Outputs page: a card for each place that captions are sent to."""
