// <segue-related>: episodes related to the episode of this page.

import { get } from './get.js';
import { episodeOf, read } from './page.js';
import { attribute, base, number, part, yes } from './place.js';
import { item, linked, node } from './view.js';
import { Widget } from './widget.js';
import { wordsFor } from './words.js';

/**
 * A server can render the results in a declarative shadow root, for readers without JavaScript:
 *
 *     <segue-related episode="ID">
 *       <template shadowrootmode="open"><style>…</style>
 *         <div part="root" class="box LAYOUT THEME why"><h2 part="heading">…</h2>
 *           <ol part="list"><li part="item">…</li></ol></div>
 *       </template>
 *       <a href="/episodes">All episodes</a>
 *     </segue-related>
 *
 * If the shadow root contains an <ol>, the element sends no request and only dispatches `segue-ready` and `segue-click`.
 * When an attribute changes, it sends a request as usual. The style is related.css (Style in package widget), list items
 * are as in view.js, and the class "why" is set if reasons are shown.
 */
export class Related extends Widget {
  /** At most 20, as in the API. */
  get #count() {
    return number(this, 'count', 4, 20);
  }

  /** Draws rows without text, exactly as high as the final rows. */
  wait() {
    const rows = Array.from({ length: this.#count }, () => node('li', {},
      yes(this, 'images') && node('span', {}), node('div', {}, node('b', {}), node('i', {}))));
    this.draw(node('div', { 'aria-hidden': true }, this.getAttribute('heading') != '' && node('h2', {}), node('ol', {}, ...rows)));
  }

  /** @param {AbortSignal} signal */
  async work(signal) {
    const api = base(this);
    this.page = read();
    const episode = await episodeOf(this);
    const limit = this.#count;
    const show = attribute(this, 'show');
    const query = new URLSearchParams(/** @type {any} */ ({ ...episode, limit, ...(show && { show }) }));
    const address = yes(this, 'static') ? await (await part('static')).related(api, episode, part) : api + 'v1/similar?' + query;
    if (signal.aborted) return;
    const [words, body] = await Promise.all([wordsFor(this), get(address, signal)]);
    if (signal.aborted) return;
    const items = linked(body, api).slice(0, limit).map((result) => item(result, this, words, api, body.episode?.show.id));
    if (!items.length) return this.showFallback('empty', {});
    this.draw(words.heading && node('h2', { part: 'heading', 'aria-level': this.getAttribute('level') }, words.heading),
      node('ol', { part: 'list' }, ...items)).lang = words.tag;
    this.finish('ready', { count: items.length });
  }
}
