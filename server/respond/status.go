package respond

// StatusClientGone is the status in the log for a client that did not wait for its answer.
// No client receives it: a client that only closed its sending side gets a timeout. Proxies use the same number.
const StatusClientGone = 499
