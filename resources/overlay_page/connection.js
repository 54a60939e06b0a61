// Connection of a page to Captions: it is opened again for ever, and brings each page up to date.

const FIRST_DELAY_MS = 250;
const GROWTH = 1.7;
const LONGEST_DELAY_MS = 5000;
const OPENING_MS = 10000; // A phone may have left the network.
const SILENCE_MS = 40000; // The server sends something every 15 s.

/**
 * Connect to the WebSocket of this page.
 *
 * @param path path of the WebSocket, relative to the page
 * @param makeQuery returns more parameters of the address, such as what the page has already
 * @param onMessage called with each message
 * @param onState called with "connecting", "open", "lost" or "refused"
 */
export function connect({ path, makeQuery = () => ({}), onMessage, onState }) {
  const token = new URLSearchParams(location.search).get("token") ?? "";
  let socket = null;
  let timer = 0;
  let watchdog = 0;
  let deadline = 0;
  let delay = FIRST_DELAY_MS;

  function open() {
    clearTimeout(timer);
    const address = new URL(path, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.search = new URLSearchParams({ token, ...makeQuery() }).toString();
    const opened = new WebSocket(address);
    socket = opened;
    watch(opened, OPENING_MS);
    opened.onopen = () => {
      delay = FIRST_DELAY_MS;
      onState("open");
      watch(opened, SILENCE_MS);
    };
    opened.onmessage = ({ data }) => {
      watch(opened, SILENCE_MS);
      onMessage(JSON.parse(data));
    };
    opened.onclose = () => {
      if (socket === opened) retry();
    };
  }

  function watch(opened, milliseconds) {
    clearTimeout(watchdog);
    deadline = Date.now() + milliseconds;
    watchdog = setTimeout(() => replace(opened), milliseconds);
  }

  function replace(old) {
    // The close event of a dead connection may come minutes later.
    if (socket !== old) return;
    socket = null;
    old.close();
    retry();
  }

  async function retry() {
    clearTimeout(watchdog);
    socket = null;
    onState("lost");
    timer = setTimeout(open, delay * (0.5 + Math.random() / 2));
    delay = Math.min(delay * GROWTH, LONGEST_DELAY_MS);
    if (await isRefused()) {
      if (socket === null) onState("refused");
    }
  }

  function retryNow() {
    if (document.visibilityState !== "visible") return;
    if (socket === null) open();
    // The timers of a phone stop while it sleeps.
    else if (Date.now() > deadline) replace(socket);
  }

  addEventListener("online", retryNow);
  document.addEventListener("visibilitychange", retryNow);
  onState("connecting");
  open();
}

async function isRefused() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    return answer.status === 403;
  } catch {
    return false;
  }
}
