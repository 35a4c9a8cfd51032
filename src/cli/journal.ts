import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { CaseJournal } from '../model/case.ts';
import { appKinds, type JournalContent, journalKinds, milestones, parties } from '../model/journal.ts';
import { appendToCase, attach, readCase } from '../run/case.ts';
import { type Mail, readMail } from '../run/mail.ts';
import { attachFiles, type CasePlace, casePlace, refuseSecrets } from './case-place.ts';
import { caseText } from './case-text.ts';
import { type Arguments, type Command, orDidYouMean, print, tell, UsageError } from './command.ts';
import { localMoment, momentOf } from './moment.ts';
import { ask } from './prompt.ts';

const milestoneNames = Object.keys(milestones) as (keyof typeof milestones)[];

export default {
  takes: 'CASE_DIR|VENDOR.yaml [TEXT]',
  positionals: [1, 2],
  options: {
    what: { type: 'string' },
    who: { type: 'string' },
    means: { type: 'string' },
    happened: { type: 'string' },
    about: { type: 'string' },
    app: { type: 'string' },
    'waits-for': { type: 'string' },
    mail: { type: 'string' },
    attach: { type: 'string', multiple: true },
    by: { type: 'string' },
    minutes: { type: 'string' },
    money: { type: 'string' },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  help: {
    'what KIND': `${journalKinds.join(', ')} (default note, or mail with --mail)`,
    'who PARTY': `whose act it was: ${parties.join(', ')}`,
    'means WHAT': `what it means for the way in, which clocks go by: ${milestoneNames.join(', ')}`,
    'happened WHEN': 'when it happened, if that was not just now: 2026-11-20, "2026-11-20 14:30", yesterday',
    'about NAME': 'which request it belongs to, where there are several',
    'app KIND': `who chooses the app: ${appKinds.join(', ')}`,
    'waits-for PARTY': `who must act next: ${parties.join(', ')}, nobody`,
    'mail FILE.eml': 'a mail as saved from the mail program: its date, headers and text are taken from it',
    'attach FILE,...': 'files to keep with the entry, each with its hash',
    'by NAME': 'who writes this down (default: your user name)',
    'minutes N': 'how long it took you',
    'money AMOUNT': 'what was asked or paid: "USD 500"',
    list: 'print the case instead: journal, runs, reviews and answers',
    json: 'with --list: as JSON',
  },
  async run(given) {
    const place = await casePlace(given.positionals[0] as string);
    if (given.flag('list')) return list(place, given.flag('json'));
    const now = new Date();
    const mail = readMailFile(given.text('mail'));
    const told = await tellAll(given, mail, place);
    const entry = journalEntry(told, now, mail?.mail);
    for (const text of [entry.text, ...Object.values(entry.mail ?? {})]) refuseSecrets(place.vendor, text, 'The entry');
    if (mail) refuseSecrets(place.vendor, mail.bytes.toString('latin1'), mail.name);
    const attachments = [
      ...(mail ? [attach(place.folder, mail.name, mail.bytes)] : []),
      ...attachFiles(place, given.list('attach')),
    ];
    const id = appendToCase(place.folder, { ...entry, attachments });
    tell(`Written into ${place.folder}/case.jsonl. The next run that joins this case takes it into its evidence.`);
    print(id);
    return 0;
  },
} satisfies Command;

function list({ folder }: CasePlace, asJson: boolean): number {
  const found = readCase(folder);
  if (asJson) print(JSON.stringify({ folder, entries: found.entries, breaks: found.breaks }, null, 2));
  else print(caseText(found));
  for (const broken of found.breaks) tell(broken);
  return found.breaks.length > 0 ? 10 : 0;
}

function readMailFile(file: string | undefined): { mail: Mail; name: string; bytes: Buffer } | undefined {
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new UsageError(`${file} is missing: --mail names a saved mail.`);
  const bytes = readFileSync(file);
  const mail = readMail(bytes);
  if (!mail.headers.from && !mail.headers.subject)
    throw new UsageError(`${file} has neither From nor Subject: save the mail as .eml, with its headers.`);
  return { mail, name: basename(file), bytes };
}

type Told = Readonly<
  Record<
    'text' | 'what' | 'who' | 'means' | 'happened' | 'about' | 'app' | 'waitsFor' | 'by' | 'minutes' | 'money',
    string
  >
>;

/** What the options say; on a terminal, what they leave out is asked. */
async function tellAll(given: Arguments, read: { mail: Mail } | undefined, { vendor }: CasePlace): Promise<Told> {
  const fromMail = read && mailText(read.mail);
  const text = given.positionals[1] ?? fromMail;
  const named = (option: string): string | undefined => given.text(option);
  const questions = {
    ...(text === undefined ? { text: { question: 'What happened? In your words:' } } : {}),
    ...(named('what') || read
      ? {}
      : {
          what: {
            question: `How did it reach you (${journalKinds.join(', ')})?`,
            default: 'note',
            fault: oneOf(journalKinds),
          },
        }),
    ...(named('who')
      ? {}
      : {
          who: {
            question: `Whose act was it (${parties.join(', ')})?`,
            default: (read && senderOf(read.mail, vendor)) ?? '',
            fault: oneOf(parties),
          },
        }),
    ...(named('means')
      ? {}
      : {
          means: {
            question: `What does it mean for the way in (${milestoneNames.join(', ')}; empty for nothing)?`,
            fault: oneOf(milestoneNames),
          },
        }),
    ...(named('happened') || read?.mail.sentAt ? {} : { happened: { question: 'When?', default: 'now' } }),
    ...(named('waits-for')
      ? {}
      : {
          waitsFor: {
            question: `Who must act next (${parties.join(', ')}, nobody)?`,
            fault: oneOf([...parties, 'nobody']),
          },
        }),
  };
  const replies: Partial<Record<keyof Told, string>> = await ask(questions);
  return {
    text: text ?? replies.text ?? '',
    what: named('what') ?? replies.what ?? (read ? 'mail' : 'note'),
    who: named('who') ?? replies.who ?? '',
    means: named('means') ?? replies.means ?? '',
    happened: named('happened') ?? replies.happened ?? read?.mail.sentAt ?? 'now',
    waitsFor: named('waits-for') ?? replies.waitsFor ?? '',
    about: named('about') ?? '',
    app: named('app') ?? '',
    by: named('by') ?? userInfo().username,
    minutes: named('minutes') ?? '',
    money: named('money') ?? '',
  };
}

const mailText = ({ headers, text }: Mail): string => [headers.subject, text].filter(Boolean).join('\n\n');

/** Whose mail it is, where the sender's domain is that of an address in the profile. */
function senderOf({ headers }: Mail, vendor: CasePlace['vendor']): string | undefined {
  const domain = /@([\w.-]+)/.exec(headers.from ?? '')?.[1]?.toLowerCase();
  const addresses = [
    ...(vendor?.deployments.map(({ base }) => base) ?? []),
    ...Object.values(vendor?.pages ?? {}).flatMap(pages => pages?.map(({ url }) => url) ?? []),
  ];
  const isTheirs = addresses.some(address => {
    const host = new URL(address).hostname;
    return domain !== undefined && (host === domain || host.endsWith(`.${domain}`));
  });
  return isTheirs ? 'vendor' : undefined;
}

function journalEntry(told: Told, now: Date, mail: Mail | undefined): Omit<CaseJournal, 'attachments'> {
  const text = told.text.trim();
  if (text === '') throw new UsageError('What happened? Give it as TEXT after the case, or --mail FILE.eml.');
  const minutes = told.minutes === '' ? undefined : Number(told.minutes);
  if (minutes !== undefined && !(minutes >= 0))
    throw new UsageError(`--minutes takes a number, not "${told.minutes}".`);
  const content: { readonly [K in keyof JournalContent]: JournalContent[K] | undefined } = {
    happenedAt: momentOf(told.happened, now),
    writtenAt: localMoment(now),
    what: word('what', told.what, journalKinds),
    who: word('who', told.who, parties),
    by: told.by,
    text,
    means: word('means', told.means, milestoneNames),
    about: told.about || undefined,
    app: word('app', told.app, appKinds),
    waitsFor: word('waits-for', told.waitsFor, [...parties, 'nobody' as const]),
    mail: mail && Object.keys(mail.headers).length > 0 ? mail.headers : undefined,
    minutes,
    money: told.money || undefined,
  };
  return {
    kind: 'journal',
    ...(Object.fromEntries(
      Object.entries(content).filter(([, value]) => value !== undefined),
    ) as unknown as JournalContent),
  };
}

const oneOf = (words: readonly string[]) => (reply: string) =>
  words.includes(reply) ? undefined : `That is none of ${words.join(', ')}.${orDidYouMean(reply, words)}`;

function word<W extends string>(option: string, said: string, words: readonly W[]): W | undefined {
  if (said === '') return undefined;
  const found = words.find(one => one === said);
  if (!found)
    throw new UsageError(`--${option} takes one of ${words.join(', ')}, not "${said}".${orDidYouMean(said, words)}`);
  return found;
}
