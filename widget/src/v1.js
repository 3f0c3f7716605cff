// The script that a page includes. It defines both elements; what few pages need is loaded when it is needed.

import { get } from './get.js';
import { base, part } from './place.js';
import { Related } from './related.js';
import { item, linked, node } from './view.js';
import { Widget } from './widget.js';
import { wordsFor } from './words.js';

/**
 * What the parts share with this script. A browser keeps this script for a while, so a part may be newer: what is
 * here stays as long as this is version 1.
 */
const kit = { base, get, item, linked, node, part, wordsFor };

/** @typedef {typeof kit} Kit */

/** <segue-search>: which episodes talk about something. The form comes with a part of its own, see search.js. */
class Search extends Widget {
  /** @param {AbortSignal} signal */
  async work(signal) {
    await (await part('search')).default(this, kit, signal);
  }
}

/** Loads what makes elements of placeholders, where the page has any. */
const replace = () => {
  if (document.querySelector('[data-segue]')) part('placeholder').then((module) => module.default()).catch(() => null);
};

// The page may include the script twice, also from two addresses.
if (!customElements.get('segue-related')) {
  customElements.define('segue-related', Related);
  customElements.define('segue-search', Search);
  replace();
  document.addEventListener('DOMContentLoaded', replace);
}
