import ipaddr from "ipaddr.js";

/** An address or range as it is kept, such as `192.0.2.0/24` or `2001:db8::/32`; null = it is neither. */
export function readRange(text: string): string | null {
  try {
    const [address, bits] = parse(text);
    const network = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
    return `${network.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`;
  } catch {
    return null;
  }
}

/** Whether an address lies in one of the ranges; no ranges = everywhere. IPv4 inside IPv6 counts as IPv4. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address);
  return ranges.some((range) => {
    const [network, bits] = parse(range);
    return from.kind() === network.kind() && from.match(network, bits);
  });
}

function parse(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  // Other forms (`10.1`, `0x7f.0.0.1`) mean different things to different people.
  if (!text.includes(":") && !ipaddr.IPv4.isValidFourPartDecimal(text.split("/")[0] as string))
    throw new Error("not four decimal numbers");
  if (text.includes("/")) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
