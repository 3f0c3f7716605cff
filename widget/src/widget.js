// What both elements do in the same way.

import { whenNear } from './near.js';
import { attribute, yes } from './place.js';
import { node } from './view.js';
import style from '../dist/related.css';

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

/**
 * An element that begins its work when it is nearly seen and ends it when it is taken away. Its attribute `state` is
 * "loading", "ready", "empty" or "error", with "hidden" beside it where there is nothing to show; a site may style by it.
 */
export class Widget extends HTMLElement {
  static observedAttributes = 'api button count episode heading images label lang layout level reasons show static theme'.split(' ');

  /** Whether what is shown needs no more work; it then stays when the element is moved. */
  #done = false;
  #changed = false;
  #run = new AbortController();
  /** @type {IntersectionObserver | undefined} */
  #watch;

  /** Shows what stands there until the work is done: the children that the page gave. */
  wait() {
    this.shadowRoot?.replaceChildren(node('slot', {}));
  }

  /**
   * Does the work, and ends with finish or giveWay.
   * @param {AbortSignal} _signal
   */
  async work(_signal) {}

  constructor() {
    super();
    // On the host, so that it also hears the links that a server sent.
    this.addEventListener('click', (event) => {
      const link = /** @type {any[]} */ (event.composedPath()).find(({ part }) => part?.contains('link'));
      if (link) this.say('click', { url: link.href, title: link.textContent });
    });
  }

  connectedCallback() {
    if (this.#done) return;
    const sent = this.shadowRoot;
    (sent || this.attachShadow({ mode: 'open' })).adoptedStyleSheets = [sheet];
    if (sent?.querySelector('ol') && !this.hasAttribute('state')) return this.finish('ready', {});
    this.setAttribute('state', 'loading');
    this.wait();
    this.#watch = whenNear(this, () => this.#begin());
  }

  disconnectedCallback() {
    this.#watch?.disconnect();
    this.#run.abort();
  }

  /** Begins anew, once for several changes. What is shown stays until there is something else. */
  attributeChangedCallback() {
    if (this.#changed || !this.hasAttribute('state')) return;
    this.#changed = true;
    queueMicrotask(() => {
      const shown = this.#done;
      this.#changed = this.#done = false;
      if (!this.isConnected) return;
      this.disconnectedCallback();
      if (shown) this.#begin();
      else this.connectedCallback();
    });
  }

  async #begin() {
    const { signal } = (this.#run = new AbortController());
    try {
      await this.work(signal);
    } catch (/** @type {any} */ { message, status }) {
      // That the API knows no episode of this page is no failure.
      if (!signal.aborted) this.giveWay(status == 404 ? 'empty' : 'error', { reason: message, status });
    }
  }

  /**
   * @param {...any} children
   */
  draw(...children) {
    const look = ['box', attribute(this, 'layout'), attribute(this, 'theme'), yes(this, 'reasons') ? 'why' : ''];
    const box = node('div', { part: 'root', class: look.join(' ') }, ...children);
    this.shadowRoot?.replaceChildren(box);
    return box;
  }

  /**
   * Shows the children that the page gave, or hides the element where there are none.
   * @param {'empty' | 'error'} state
   * @param {object} detail
   */
  giveWay(state, detail) {
    Widget.prototype.wait.call(this);
    const given = [...this.childNodes].some((/** @type {any} */ child) =>
      child.nodeType < 8 && (child.data?.trim() ?? child.localName != 'script'));
    this.finish(state, detail, given ? '' : ' hidden');
  }

  /**
   * Tells the page, which may listen for the event; nobody else is told.
   * @param {'ready' | 'empty' | 'error'} state
   * @param {object} detail
   */
  finish(state, detail, more = '') {
    this.#done = true;
    this.setAttribute('state', state + more);
    this.say(state, detail);
  }

  /**
   * @param {string} event
   * @param {object} detail
   */
  say(event, detail) {
    this.dispatchEvent(new CustomEvent('segue-' + event, { detail, bubbles: true, composed: true }));
  }
}
