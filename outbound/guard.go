package outbound

import (
	"net/netip"
)

// special are the IPv4 networks whose addresses mean something else on every
// machine, or nothing at all: IANA's registry of special-purpose addresses, and one
// that is special in practice.
var special = []struct {
	network netip.Prefix
	name    string
}{
	{netip.MustParsePrefix("0.0.0.0/8"), "this network"},
	{netip.MustParsePrefix("10.0.0.0/8"), "private"},
	{netip.MustParsePrefix("100.64.0.0/10"), "a carrier's own"},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback"},
	{netip.MustParsePrefix("168.63.129.16/32"), "Azure's own"}, // looks public, and answers inside alone
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local"},    // with the metadata of clouds at .169.254
	{netip.MustParsePrefix("172.16.0.0/12"), "private"},
	{netip.MustParsePrefix("192.0.0.0/24"), "reserved"},
	{netip.MustParsePrefix("192.0.2.0/24"), "documentation"},
	{netip.MustParsePrefix("192.88.99.0/24"), "reserved"},
	{netip.MustParsePrefix("192.168.0.0/16"), "private"},
	{netip.MustParsePrefix("198.18.0.0/15"), "benchmarking"},
	{netip.MustParsePrefix("198.51.100.0/24"), "documentation"},
	{netip.MustParsePrefix("203.0.113.0/24"), "documentation"},
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast"},
	{netip.MustParsePrefix("240.0.0.0/4"), "reserved"}, // with broadcast
}

// special6 are the networks within global6 that are not everybody's. Teredo
// (2001::/32) and 6to4 carry an IPv4 address inside, and are no longer used.
var special6 = []struct {
	network netip.Prefix
	name    string
}{
	{netip.MustParsePrefix("2001::/23"), "reserved"},
	{netip.MustParsePrefix("2001:db8::/32"), "documentation"},
	{netip.MustParsePrefix("2002::/16"), "reserved"},
	{netip.MustParsePrefix("3fff::/20"), "documentation"},
}

var (
	// global6 is all of IPv6 that is given to hosts of the internet. Loopback,
	// link-local (fe80::/10), unique local (fc00::/7, with the metadata of AWS at
	// fd00:ec2::254), multicast and translation within a network lie outside.
	global6 = netip.MustParsePrefix("2000::/3")
	// nat64 holds an IPv4 address in its last four bytes. Networks without IPv4 reach
	// every host that has no other address through it.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

// privacy returns what an address is where it does not belong to a host of the
// internet, such as "loopback", and "" where it does.
func privacy(address netip.Addr) string {
	address = address.Unmap().WithZone("") // a network contains no address with a zone
	if nat64.Contains(address) {
		bytes := address.As16()
		address = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	networks := special
	if address.Is6() {
		if !global6.Contains(address) {
			return nameOutside(address)
		}
		networks = special6
	}
	for _, s := range networks {
		if s.network.Contains(address) {
			return s.name
		}
	}
	if !address.IsValid() {
		return "no address"
	}
	return ""
}

// nameOutside names an IPv6 address that is not within global6.
func nameOutside(address netip.Addr) string {
	switch {
	case address.IsLoopback():
		return "loopback"
	case address.IsUnspecified():
		return "this network"
	case address.IsLinkLocalUnicast():
		return "link-local"
	case address.IsPrivate():
		return "private"
	case address.IsMulticast():
		return "multicast"
	}
	return "reserved"
}
