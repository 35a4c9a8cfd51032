/** What the suite calls what it collects. */
export const labels = {
  dictionary: 'data dictionary',
  export: 'export',
  manifest: 'manifest of an export',
  reading: 'what an export holds',
  asked: 'export asked for',
  address: 'address named in an export',
} as const;

export const stepNames = {
  dictionary: 'fetch the data dictionary that the profile names',
  handedOver: 'open the exports that were handed over',
  asked: 'ask for the exports that have an address',
  links: 'open the addresses that the exports name, as a stranger',
} as const;

export const steps = {
  dictionary: `ehi-export/${stepNames.dictionary}`,
  handedOver: `ehi-export/${stepNames.handedOver}`,
  asked: `ehi-export/${stepNames.asked}`,
  links: `ehi-export/${stepNames.links}`,
} as const;
