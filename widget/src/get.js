// Asking the API.

/** How long an answer may take, in milliseconds: who has read on for longer does not miss it. */
const patience = 8000;

/** At most this many requests are under way: two are left of the six that a browser opens to one host. */
let free = 4;

/** @type {(() => void)[]} */
const waiting = [];

/**
 * Requests that are under way, by address.
 * @type {Map<string, {answer: Promise<any>, users: number, stop: AbortController}>}
 */
const flights = new Map();

/**
 * Gets JSON. Whoever asks for the same while it is under way shares the answer, which is given up when
 * all who wait for it have. Nothing about the visitor goes along: no cookie, no referrer, no header of ours.
 * It throws the Response where that has another status than 2xx.
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
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patience)]);
    const answer = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw answer;
    return await answer.json();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
};
