// Requests to the API.

import { part } from './place.js';

/** The timeout of a request in milliseconds. A later answer would be of no use to the visitor. */
const timeout = 8000;

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
    if (answer.headers.has('Retry-After')) answer = await (await part('placeholder')).retry(answer, send);
    if (!answer.ok) throw answer;
    return await answer.json();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
};
