import { anyOf, concept, demands, type Sense } from './sense.ts';

const parted = concept(
  '(?:assigns?|assigned|transfers?|transferred|conveys?|grants?|granted|gives?|licen[cs]es)\\b(?! (?:of|fee))',
  '(?:property of|becomes? \\w+.s property|owned by|belongs? (?:\\w+ )?to|vests? (?:\\w+ )?in|ownership of)\\b',
  '(?:we|us|company|licensor) owns?\\b',
  '(?:shall|will) own\\b',
);
const work = concept(
  '(?:improvements?|derivative works?|modifications?|enhancements?|inventions?|work product|intellectual property|patents?|source code|know-how|copyrights?|trade secrets|integrations?(?! (?:terms|agreement)))\\b',
  '(?:your|its|the|developer.s|licensee.s|partner.s) (?:apps?|applications?|software|code|product|content|designs?)\\b',
  '(?:apps?|applications?|everything|anything|whatever|all(?: that)?|works?|software) (?:that )?(?:you|it|developers?|licensees?|partners?)\\b',
);
const right = concept(
  '(?:rights?|title|interest|licen[cs]es?|ownership|property|owned|owns?|belongs?|vests?|assign(?:s|ed)?)\\b',
);
const vendorTakes = concept(
  '(?:us|ours|we|company|licensor|vendor|\\w+ (?:shall|will) own|\\w+.s property|to [A-Z]\\w+|in [A-Z]\\w+|by [A-Z]\\w+|(?:gives?|grants?|of) [A-Z]\\w+)\\b',
);
const otherDirection =
  /\b(?:belongs?|property|owned)\b[^.;]{0,30}\b(?:patients?|individuals?|users?|them|authors?|makers?)\b|\b(?:we|company|licensor|vendor|[A-Z]\w+) (?:hereby )?(?:grants?|gives?|licen[cs]es) (?:to )?(?:you|developer|licensee|partner|api users?|a\b)|\bgrants? (?:to )?(?:you|developer|licensee|partner|api users?)\b|\bgive (?:to )?(?:you|developer|licensee)\b|\bnot (?:assign|transfer|grant)|\bassign(?:s|ed|able|ment)? (?:of )?(?:this|the|these|its rights under|any of its) (?:agreement|terms|rights|contract)|\beach party (?:keeps|retains|owns)|\bneither party\b|\bdata transfers?\b|\b(?:you|developer|licensee|partner)s? (?:will |shall )?(?:owns?|retains?|keeps?)\b|\bowned by (?:you|its|their|the developer|third parties|entities)|\bfirst refusal\b|\bgoodwill\b|\bthat we make\b|\bmade by us\b|\bretains?\b|\breserves? all\b|\bpermission|\bpatients? grants?\b|\bgrants? (?:an? )?(?:app|access|consent)/i;
const forListing =
  /\b(?:names?|logos?|icons?|trade ?marks?|marks)\b|\b(?:sole(?:ly)?|only|limited)\b[^.]{0,50}\b(?:list|test|verify|review|host|operat|display)/i;
const feedbackAlone =
  /^(?!.*\b(?:apps?|applications?|code|designs?|improvements? to your|derivative|patents?|work product)\b).*\b(?:feedback|suggestions?|comments?|ideas)\b/i;
const vendorsOwn = {
  where: /^(?!.*\b(?:you|your|developers?|licensees?|partners?|apps?|applications?)\b)/is,
  because: 'It may mean what the vendor itself makes.',
};
const give = concept(
  '(?:make available|provides?|furnish|gives?|giving|grants?|granting|shar(?:es?|ed|ing)|provided|sent|delivered|furnished|transmitted|returns?|suppl(?:y|ies)|delivers?|sends?|transmits?|contributes?|uploads?|access to|copy of)\\b',
);
const dataOfTheApp = concept(
  '(?:your|its|the|their|developer.s|licensee.s|partner.s) (?:apps?|applications?|products?|software|platform|users?)(?:.s?)?(?: users?.?s?)? (?:data|content|information)\\b',
  'data (?:in|of|held in|from) (?:its|your|their|developer.s|licensee.s|partner.s) (?:own )?(?:systems?|apps?|applications?|products?|databases?|platform)\\b',
  '(?:data|content|information) (?:that |which )?(?:they|it|you|developer|licensee) (?:collect|generat|gather|creat|stor|captur|record)\\w*',
  'application data\\b',
  'app data\\b',
  '(?:data|content|information) (?:that |which )?(?:\\w+ ){0,5}?(?:collect|generat|gather|creat|stor|enter|captur|held|record)\\w* (?:\\w+ ){0,4}?(?:apps?|applications?|users?|product)\\b',
  '(?:data|content|information) (?:that |which )?(?:\\w+ ){0,2}?(?:your |the |its )?(?:apps?|applications?|users?) (?:collect|generat|gather|creat|stor|enter|captur|record)\\w*',
);
const oversight =
  /\bincident|\bsecurity\b|\blogs?\b|\baudit\b|\bverif|\bsupport\b|\btroubleshoot|\bidentity\b|\bbreach|\binvestigat|\bcontact information\b|\brequired by law\b|\bcomplian|\busage (?:data|statistics)\b|\bprivacy (?:policy|notice)\b|\b(?:to|with|gives?|tells?) (?:the |each |every )?(?:patients?|users?|individuals?)\b|\bfeedback\b/i;

/** Property of the app, or the app's data, as the price of access (45 CFR 170.404(a)(4)(ii)(B)(5) and (7)). */
export const property: readonly Sense[] = [
  {
    kind: 'intellectual-property',
    says: [parted, work, right, vendorTakes],
    unless: anyOf(otherDirection, forListing, feedbackAlone),
    doubt: vendorsOwn,
  },
  { kind: 'intellectual-property', says: [concept('works? made for hire\\b', 'grant-?back licen[cs]e\\b')] },
  {
    kind: 'intellectual-property',
    says: [
      concept('feedback\\b'),
      concept('includes?\\b', 'means\\b', 'covers\\b'),
      concept('(?:applications?|apps?|code|designs?|derivative works?)\\b'),
    ],
    within: 140,
    unless: /\bfeedback (?:on|about)\b/i,
  },
  {
    kind: 'application-data',
    says: [
      concept('reciproc\\w*', 'equivalent access\\b', 'mutual access\\b'),
      concept('(?:data|interfaces?|APIs?|exchange|access)\\b'),
    ],
    within: 90,
  },
  {
    kind: 'application-data',
    says: [demands, give, dataOfTheApp],
    unless: oversight,
  },
  {
    kind: 'application-data',
    says: [
      concept(
        '(?:may|shall have|has|have) (?:the right to |the right )?(?:access|copy|use|collect|retain|receive|analy[sz]e|mine)\\b',
      ),
      dataOfTheApp,
    ],
    unless: anyOf(
      oversight,
      /\b(?:you|developers?|licensees?|apps?|applications?|patients?|users?|partners?) (?:may|can|has|have)\b/i,
    ),
  },
];
