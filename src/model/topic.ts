/** One word per topic, everywhere: the suite's file, the facts' file, the rules' folder and the barriers' file bear it. */
export const topics = [
  'discovery',
  'service-base-urls',
  'documentation',
  'onboarding',
  'fees-and-terms',
  'authorization',
  'patient-data',
  'bulk-data',
  'ehi-export',
  'parity',
  'availability',
] as const;
export type Topic = (typeof topics)[number];

export const isTopic = (text: string): text is Topic => (topics as readonly string[]).includes(text);
