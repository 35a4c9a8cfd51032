import type { Topic } from '../model/topic.ts';

/** What a person watching a run is told, as it happens. */
export type Progress =
  | {
      readonly event: 'began';
      readonly run: string;
      readonly folder: string;
      readonly vendor: string;
      readonly steps: number;
      /** Those of each topic. */
      readonly stepsOf: ReadonlyMap<Topic, number>;
      readonly resumed: boolean;
    }
  | {
      readonly event: 'step-started' | 'step-finished';
      readonly topic: Topic;
      readonly step: string;
      readonly deployment: string | null;
    }
  | {
      readonly event: 'step-skipped';
      readonly topic: Topic;
      readonly step: string;
      readonly deployment: string | null;
      readonly why: string;
    }
  | {
      readonly event: 'step-failed';
      readonly topic: Topic;
      readonly step: string;
      readonly deployment: string | null;
      readonly why: string;
    }
  | {
      readonly event: 'said';
      readonly topic: Topic;
      readonly step: string;
      readonly deployment: string | null;
      readonly text: string;
    }
  | { readonly event: 'judging' }
  | { readonly event: 'reported'; readonly folder: string };
