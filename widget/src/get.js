// Requests to the API.

/** The timeout of a request in milliseconds. A later answer would be of no use to the visitor. */
const timeout = 8000;

/** The longest wait in seconds that a busy server can ask for. After a longer one, the visitor has moved on. */
const patience = 5;

/** The number of concurrent requests. A browser opens six connections per host; two remain for the page. */
let free = 4;

/** @type {(() => void)[]} */
const waiting = [];

/**
 * Running requests by address.
 * @type {Map<string, {answer: Promise<any>, users: number, stop: AbortController}>}
 */
const flights = new Map();

/**
 * Gets JSON. Concurrent calls for the same address share one request. It is cancelled when all callers have cancelled.
 * The request contains nothing about the visitor: no cookies, no referrer, no own headers. If the status is not 2xx, the
 * promise rejects with the Response.
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<any>}
 */
export const get = (url, signal) => new Promise((resolve, reject) => {
  let flight = flights.get(url);
  if (!flight) {
    const stop = new AbortController();
    flight = { answer: request(url, stop).finally(() => flights.delete(url)), users: 0, stop };
    flights.set(url, flight);
  }
  flight.users++;
  flight.answer.then(resolve, reject);
  signal.onabort = () => {
    reject(signal.reason);
    if (!--flight.users) {
      flights.delete(url);
      flight.stop.abort();
    }
  };
});

/**
 * @param {string} url
 * @param {AbortController} stop
 */
const request = async (url, stop) => {
  if (free) free--;
  else await new Promise((/** @type {(v?: any) => void} */ go) => waiting.push(go));
  try {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(timeout)]);
    const send = () => fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
    let answer = await send();
    const wait = Number(answer.headers.get('Retry-After'));
    if ((answer.status === 503 || answer.status === 429) && wait > 0 && wait <= patience) {
      // Widgets that were refused together must not return together.
      await pause(wait * 1000 * (1 + Math.random() / 2), signal);
      answer = await send();
    }
    if (!answer.ok) throw answer;
    return await answer.json();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
};

/**
 * Waits, or rejects when the signal aborts.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 */
const pause = (milliseconds, signal) => new Promise((resolve, reject) => {
  setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', () => reject(signal.reason));
});
