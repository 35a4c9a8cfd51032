import { resolve } from 'node:path';
import { isTopic, type Topic } from '../model/topic.ts';
import type { Vendor } from '../model/vendor.ts';
import { ProfileError, readProfile } from '../vendor/profile.ts';
import { createRunFolder, defaultRunFolder, RunFolderError } from './folder.ts';

export interface Order {
  readonly vendor: Vendor;
  /** Empty: all that stand. */
  readonly topics: readonly Topic[];
  readonly folder: string;
  readonly authorised: boolean;
}

/**
 * What the Playwright adapter was asked to do, by `SPECIAL_EFFORT_PROFILE`, `_TOPICS`, `_OUT` and `_I_AM_AUTHORISED`.
 * The first process chooses the run's folder; the workers it starts find the choice in `SPECIAL_EFFORT_RUN_DIR`.
 * Ends the process with exit code 2 when the profile or the folder cannot serve, as `run` would.
 */
export async function orderFromEnvironment(): Promise<Order> {
  const { SPECIAL_EFFORT_PROFILE: profile, SPECIAL_EFFORT_TOPICS: words = '', SPECIAL_EFFORT_OUT: out } = process.env;
  try {
    if (!profile)
      throw new RunFolderError(
        'SPECIAL_EFFORT_PROFILE must name a vendor profile: SPECIAL_EFFORT_PROFILE=VENDOR.yaml npx playwright test',
      );
    const topics = words
      .split(',')
      .map(word => word.trim())
      .filter(Boolean);
    const unknown = topics.find(topic => !isTopic(topic));
    if (unknown !== undefined) throw new RunFolderError(`SPECIAL_EFFORT_TOPICS: there is no topic "${unknown}".`);
    const vendor = await readProfile(profile);
    const folder =
      process.env.SPECIAL_EFFORT_RUN_DIR ?? (out ? resolve(out) : defaultRunFolder(vendor.slug, new Date()));
    if (!process.env.SPECIAL_EFFORT_RUN_DIR) {
      createRunFolder(folder);
      process.env.SPECIAL_EFFORT_RUN_DIR = folder;
    }
    return {
      vendor,
      topics: topics as Topic[],
      folder,
      authorised: Boolean(process.env.SPECIAL_EFFORT_I_AM_AUTHORISED),
    };
  } catch (error) {
    if (!(error instanceof ProfileError || error instanceof RunFolderError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
