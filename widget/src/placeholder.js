// Placeholders such as `<div data-segue="related" data-count="4">`, for editors that remove unknown elements.

/** Replaces each placeholder with the element. Its attributes and children move to the element. */
export default () => {
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
