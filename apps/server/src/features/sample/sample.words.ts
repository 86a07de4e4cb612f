/** People of the sample office; made up. */
export const crew = [
  "Amina Haddad",
  "Tomás Rivero",
  "Ingrid Solberg",
  "Kofi Mensah",
  "Léa Fontaine",
  "Marek Dvořák",
  "Yuki Tanabe",
  "Orla Kinsella",
  "Diego Paredes",
  "Nadia Petrova",
  "Samuel Achterberg",
  "Priya Raman",
] as const;

export const places = [
  "Alder",
  "Black Rock",
  "Calloway",
  "Drummond",
  "East Ferry",
  "Fallow",
  "Gannet",
  "Harrow",
  "Inchmore",
  "Juniper",
  "Kestrel",
  "Long Barrow",
  "Marlow",
  "Nether",
  "Osprey",
  "Pilgrim",
  "Quarry",
  "Redstone",
  "Saltmarsh",
  "Thistle",
] as const;

export const landscapes = ["Creek", "Point", "Meadow"] as const;

export const siteNotes = [
  "Track is soft after rain; leave the van at the upper gate and walk the last 400 m.",
  "Key from the warden, who wants a call the evening before. Dogs in the farmyard are friendly.",
  "Two transects marked with orange pegs. The northern one floods at spring tide:\ncheck the table before you go.",
  "Gauge was moved 12 m upstream in spring, readings before and after are not comparable without the offset in the log.",
  "Permit has to be carried. Photographs of nests are not allowed between March and July.",
] as const;

export const visitNotes = [
  "All stations read. Station 4 had slipped in its clamp and was set back; the last two weeks of its log should be treated with care.",
  "Water very clear after the dry weeks. Met the tenant, who has seen otters at the lower weir since Easter.",
  "Started late: ferry cancelled. Did the southern half only, the rest is to be done on the next visit.",
  "Heavy growth on the sensors, cleaned and photographed before and after.\nSpare batteries are used up, bring new ones.",
  "New volunteer shown the protocol. Double readings taken at stations 1 to 3 for comparison, within 2 % of each other.",
  "Fence along the path broken at two places, told the warden by telephone.",
] as const;

export const remarks = [
  "Case cracked at the corner, still tight.",
  "Came back from the maker with a new membrane.",
  "Reads 0.2 high below 5 °C; correct by hand.",
  "On loan to the university until the end of term.",
] as const;

export const comments = [
  "Repeated, first reading unsteady",
  "Foam on surface",
  "Bottle not full",
  "After rain",
  "Low tide",
] as const;
