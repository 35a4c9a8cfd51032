import { suite } from '../src/model/suite.ts';
import { readWhatIsPublished } from './published-pages.ts';

export default suite('fees-and-terms', 'What does access cost, in money and in promises, and whom?', [
  readWhatIsPublished,
]);
