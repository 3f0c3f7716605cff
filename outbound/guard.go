package outbound

import (
	"net/netip"
)

// specialNetworks are the IPv4 networks whose addresses are not on the internet: IANA's
// registry of special-purpose addresses, and one address that is special in practice.
var specialNetworks = []struct {
	network netip.Prefix
	name    string
}{
	{netip.MustParsePrefix("0.0.0.0/8"), "this network"},
	{netip.MustParsePrefix("10.0.0.0/8"), "private"},
	{netip.MustParsePrefix("100.64.0.0/10"), "carrier-grade NAT"},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback"},
	{netip.MustParsePrefix("168.63.129.16/32"), "Azure platform"}, // looks public, but answers only inside Azure
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local"},       // cloud metadata is at .169.254
	{netip.MustParsePrefix("172.16.0.0/12"), "private"},
	{netip.MustParsePrefix("192.0.0.0/24"), "reserved"},
	{netip.MustParsePrefix("192.0.2.0/24"), "documentation"},
	{netip.MustParsePrefix("192.88.99.0/24"), "reserved"},
	{netip.MustParsePrefix("192.168.0.0/16"), "private"},
	{netip.MustParsePrefix("198.18.0.0/15"), "benchmarking"},
	{netip.MustParsePrefix("198.51.100.0/24"), "documentation"},
	{netip.MustParsePrefix("203.0.113.0/24"), "documentation"},
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast"},
	{netip.MustParsePrefix("240.0.0.0/4"), "reserved"}, // includes broadcast
}

// specialNetworks6 are the networks within global6 that are not on the internet. Teredo
// (2001::/32) and 6to4 (2002::/16) contain an IPv4 address and are no longer used.
var specialNetworks6 = []struct {
	network netip.Prefix
	name    string
}{
	{netip.MustParsePrefix("2001::/23"), "reserved"},
	{netip.MustParsePrefix("2001:db8::/32"), "documentation"},
	{netip.MustParsePrefix("2002::/16"), "reserved"},
	{netip.MustParsePrefix("3fff::/20"), "documentation"},
}

var (
	// global6 contains all IPv6 addresses of hosts on the internet. Loopback, link-local
	// (fe80::/10), unique local (fc00::/7, with the metadata of AWS at fd00:ec2::254),
	// multicast and translation within a network are outside.
	global6 = netip.MustParsePrefix("2000::/3")
	// nat64 contains an IPv4 address in its last four bytes. Networks without IPv4 use it
	// to reach hosts that have only IPv4.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

// specialUse returns "" for an address on the internet, and otherwise its kind, such as
// "loopback".
func specialUse(address netip.Addr) string {
	address = address.Unmap().WithZone("") // a network contains no address with a zone
	if nat64.Contains(address) {
		bytes := address.As16()
		address = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	networks := specialNetworks
	if address.Is6() {
		if !global6.Contains(address) {
			return nameOutside(address)
		}
		networks = specialNetworks6
	}
	for _, s := range networks {
		if s.network.Contains(address) {
			return s.name
		}
	}
	if !address.IsValid() {
		return "not an IP address"
	}
	return ""
}

// nameOutside returns the kind of an IPv6 address outside global6.
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
