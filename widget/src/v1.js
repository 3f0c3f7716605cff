// The script that a page includes. It defines both elements and loads parts on demand.

import { get } from './get.js';
import { first, read } from './page.js';
import { base, part } from './place.js';
import { Related } from './related.js';
import { item, linked, node } from './view.js';
import { Widget } from './widget.js';
import { wordsFor } from './words.js';

/**
 * The functions for the parts. Browsers cache this script, so a part may be newer than the script. Do not remove or change
 * members within version 1.
 */
const kit = { base, get, item, linked, node, part, wordsFor };

/** @typedef {typeof kit} Kit */

/** <segue-search>: a search of all episodes. The form is in a part, see search.js. */
class Search extends Widget {
  /** @param {AbortSignal} signal */
  async work(signal) {
    await (await part('search')).default(this, kit, signal);
  }
}

/** Loads the part for placeholders and for elements with the content of a former page, if the page may have any. */
const update = () => {
  if (document.querySelector('[data-segue]') || read() != first) part('placeholder').then((module) => module.default(read())).catch(() => null);
};

// The page may include the script twice, even from two addresses.
if (!customElements.get('segue-related')) {
  customElements.define('segue-related', Related);
  customElements.define('segue-search', Search);
  update();
  // Frameworks add placeholders late, and change the page after pushState. They also change the head or the content then.
  new MutationObserver(update).observe(document, { subtree: true, childList: true, attributeFilter: ['href'] });
}
