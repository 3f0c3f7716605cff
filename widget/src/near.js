// Waiting until somebody may see an element.

/**
 * Calls then once, when the element is within 400 px of what is seen. It returns what ends the waiting.
 * @param {Element} element
 * @param {() => void} then
 */
export const whenNear = (element, then) => {
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      then();
    }
  }, { rootMargin: '400px' });
  observer.observe(element);
  return observer;
};
