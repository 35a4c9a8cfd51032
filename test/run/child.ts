import { Run } from '../../src/run/conductor.ts';
import { discovery, onboarding } from './suites.ts';

/** Performs the small suites with the vendor in its second argument, in the folder of its first. */
const [folder, vendor] = process.argv.slice(2) as [string, string];
await Run.open({ folder, vendor: JSON.parse(vendor), suites: [discovery, onboarding] }).perform();
