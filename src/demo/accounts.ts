/** People who can sign in. They and their passwords are made up, and published for everyone who tries the API. */
export interface Account {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  /** `Patient/id` or `Practitioner/id`. */
  readonly fhirUser: string;
}

/** Records that the accounts below belong to; the synthetic patients begin with these. */
export const ownPatients = ['patient-1', 'patient-2'] as const;
export const clinician = 'practitioner-1';
/** The population that `$export` is asked for: both of them and the rest of the synthetic patients. */
export const ownGroup = 'group-1';

export const accounts: readonly Account[] = [
  { username: 'wren', password: 'feather-and-nest-41', name: 'Wren Testerly', fhirUser: `Patient/${ownPatients[0]}` },
  {
    username: 'sorrel',
    password: 'meadow-and-brook-52',
    name: 'Sorrel Exampleton',
    fhirUser: `Patient/${ownPatients[1]}`,
  },
  {
    username: 'dr-linden',
    password: 'chart-and-lantern-63',
    name: 'Dr. Linden Samplewood',
    fhirUser: `Practitioner/${clinician}`,
  },
];

export const accountOf = (username: string): Account | undefined =>
  accounts.find(account => account.username === username);

export const signIn = (username: string, password: string): Account | undefined =>
  accounts.find(account => account.username === username && account.password === password);

/** The patient whose record an account opens by itself; a clinician's account opens none. */
export function patientOf(account: Account): string | undefined {
  const [type, id] = account.fhirUser.split('/');
  return type === 'Patient' ? id : undefined;
}
