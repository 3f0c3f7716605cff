// The base class of both elements.

import { read } from './page.js';
import { attribute, yes } from './place.js';
import { node } from './view.js';
import style from '../dist/related.css';

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

/**
 * An element that starts its work when it is almost visible and stops when it is removed. Its attribute `state` is
 * "loading", "ready", "empty" or "error", followed by " hidden" if there is nothing to show. Sites can use it in CSS.
 */
export class Widget extends HTMLElement {
  static observedAttributes = 'api button count episode heading images label lang layout level reasons show static theme'.split(' ');

  /** Whether the work is done. Then the content stays if the element is moved in the page. */
  #done = false;
  #changed = false;
  #run = new AbortController();
  /** @type {IntersectionObserver | undefined} */
  #watch;

  /** Shows the content until the work is done: by default the children from the page. */
  wait() {
    this.shadowRoot?.replaceChildren(node('slot', {}));
  }

  /**
   * Does the work. It must call finish or showFallback at the end.
   * @param {AbortSignal} _signal
   */
  async work(_signal) {}

  constructor() {
    super();
    // The listener is on the host to include links rendered by a server.
    this.addEventListener('click', (event) => {
      const link = /** @type {any[]} */ (event.composedPath()).find(({ part }) => part?.contains('link'));
      if (link) this.say('click', { url: link.href, title: link.textContent });
    });
  }

  /** The page of the content; undefined if the content is for all pages. @type {string | undefined} */
  page;

  connectedCallback() {
    if (this.#done && (this.page ?? read()) == read()) return;
    this.#done = false;
    const sent = this.shadowRoot;
    (sent || this.attachShadow({ mode: 'open' })).adoptedStyleSheets = [sheet];
    if (sent?.querySelector('ol') && !this.hasAttribute('state')) return this.finish('ready', {});
    this.setAttribute('state', 'loading');
    this.wait();
    const watch = (this.#watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      this.#begin();
    }, { rootMargin: '400px' }));
    watch.observe(this);
  }

  disconnectedCallback() {
    this.#watch?.disconnect();
    this.#run.abort();
  }

  /** Restarts, once for several changes. The old content stays until the new content is ready. */
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
      // The status is 404 if the page has no episode, which is not an error.
      if (!signal.aborted) this.showFallback(status == 404 ? 'empty' : 'error', { reason: message, status });
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
   * Shows the children from the page, or hides the element if there are none.
   * @param {'empty' | 'error'} state
   * @param {object} detail
   */
  showFallback(state, detail) {
    this.shadowRoot?.replaceChildren(node('slot', {}));
    const given = [...this.childNodes].some((/** @type {any} */ child) =>
      child.nodeType < 8 && (child.data?.trim() ?? child.localName != 'script'));
    this.finish(state, detail, given ? '' : ' hidden');
  }

  /**
   * Sets the state and dispatches the event to the page.
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
