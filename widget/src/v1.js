// The script that a page includes. It defines both elements and loads parts on demand.

import { get } from './get.js';
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

/** Replaces placeholders with elements if the page has any. */
const replace = () => {
  if (document.querySelector('[data-segue]')) part('placeholder').then((module) => module.default()).catch(() => null);
};

// The page may include the script twice, even from two addresses.
if (!customElements.get('segue-related')) {
  customElements.define('segue-related', Related);
  customElements.define('segue-search', Search);
  replace();
  document.addEventListener('DOMContentLoaded', replace);
}
