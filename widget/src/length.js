/**
 * A playing time in whole minutes. data.Minutes in Go has the same rule, which a test compares.
 * @param {number} seconds more than 0
 */
export const minutes = (seconds) => Math.round(seconds / 60) || 1;
