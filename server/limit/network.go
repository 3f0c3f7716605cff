package limit

import "net/netip"

// prefixLength6 is the length of the IPv6 prefix that a provider gives one customer.
const prefixLength6 = 64

// Network returns the name under which the requests of a client are counted. It is the
// address in IPv4 and the network in IPv6, because one customer has too many IPv6 addresses
// to count them separately. A text that is not an address is returned unchanged.
func Network(client string) string {
	address, err := netip.ParseAddr(client)
	if err != nil {
		return client
	}
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	prefix, err := address.WithZone("").Prefix(prefixLength6)
	if err != nil {
		return client
	}
	return prefix.String()
}
