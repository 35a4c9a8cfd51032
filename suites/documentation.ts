import { suite } from '../src/model/suite.ts';
import { readWhatIsPublished } from './published-pages.ts';

export default suite(
  'documentation',
  'Can anyone read, without asking, what is needed to write an app, and on what terms?',
  [readWhatIsPublished],
);
