// Features that few pages need: placeholders such as `<div data-segue="related" data-count="4">`, for editors that remove unknown elements, and elements that
// stay when a framework shows another page, and texts in the page.

/**
 * Replaces each placeholder with the element. Its attributes and children move to the element. Restarts the elements with
 * the content of another page than now.
 * @param {string} [now]
 */
export default (now) => {
  for (const element of /** @type {NodeListOf<any>} */ (document.querySelectorAll('segue-related'))) {
    if (now && element.page && element.page != now && !element.getAttribute('episode')) {
      element.disconnectedCallback();
      element.connectedCallback();
    }
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-segue]'))) {
    const name = 'segue-' + place.dataset.segue?.trim();
    if (!customElements.get(name)) continue;
    const element = document.createElement(name);
    for (const { name, value } of place.attributes) {
      if (!/^(style|data-segue)$/.test(name)) element.setAttribute(name.replace(/^data-/, ''), value);
    }
    element.style.cssText = place.style.cssText; // a policy may forbid the style attribute
    element.append(...place.childNodes);
    place.replaceWith(element);
  }
};

/**
 * The texts in the JSON script of an element, which replace the texts of the widget.
 * @param {Element} element
 */
export const texts = (element) => {
  try {
    return JSON.parse(element.querySelector('[type="application/json"]')?.textContent || '{}');
  } catch (error) {
    console.warn('segue:', error);
  }
};
