/** What a fee is for. */
export type Thing =
  | 'registration'
  | 'client-id'
  | 'sandbox'
  | 'documentation'
  | 'base-urls'
  | 'production'
  | 'api-use'
  | 'connection'
  | 'licence'
  | 'listing'
  | 'review'
  | 'export'
  | 'patient-access'
  /** Help or promotion that no app needs. */
  | 'value-added'
  /** Another product or an interface outside certification. */
  | 'other-product'
  /** Taxes, carriers, paper, visits: no concern of the API. */
  | 'outside';

/** Read in this order: the narrower sense of a word stands before the wider. */
const senses: readonly (readonly [Thing, RegExp])[] = [
  [
    'outside',
    /\binsurance\b|\bclearinghouses?\b|\bfrom third parties\b|\bthird-party (?:costs|charges|fees)\b|\bhardware tokens?\b|\btickets?\b|\bidentity proofing\b|\btelehealth\b|\btax(?:es)?\b|\bcarrier|\bmessage and data rates\b|\btext messages?\b|\bSMS\b|\be-?lectronic fax|\be-?fax|\bcopay|\bco-?insurance\b|\bdeductible|\bpaper\b|\bprinted\b|\bpostage\b|\bCDs?\b|\bUSB\b|\bvisits?\b|\bbills online\b|\bcosts? of (?:\w+ ){0,2}own (?:equipment|systems?|hosting|hardware|servers?|internet)|\b(?:our|the|this) books?\b|\bequipment\b|\be-?prescri|\blab(?:oratory)? interfaces?\b|\bhardware\b|\bnotary\b|\bfiling\b|\b(?:your|their) own (?:users|customers|patients)\b|\blegal fees?\b|\battorneys?\b|\bbank\b|\blate payments?\b/i,
  ],
  [
    'other-product',
    /\b(?:our|its|another|other) (?!APIs?\b|FHIR\b|developer|certified)(?:[\w-]+ ){1,4}(?:product|module|suite|package)s?\b|\bproprietary\b|\bnon-?certified\b|\bnot certified\b|\bHL7 v2\b|\binterface engine\b|\b(?:EHR|EMR|practice management) (?:subscription|licen[cs]e|plan|software)\b|\bsubscription to (?:the )?(?:EHR|EMR)\b|\btraining\b|\bnot (?:a )?part of (?:the |our )?certified\b|\blegacy api\b|\bwrite[- ]?(?:back )?apis?\b|\bprivate apis?\b|\bnon-FHIR\b/i,
  ],
  [
    'export',
    /\bEHI\b|\bexport(?:s|ing|ed)?\b|\bb\)\(10\)|\bextract(?:ion|s|ing)? (?:of )?(?:[\w'’]+ ){0,3}?(?:data|records)\b|\bdata[- ](?:extraction|extract|migration|conversion)\b|\bconversion services?\b|\bextract your data\b/i,
  ],
  [
    'value-added',
    /\bconsult(?:ing|ation|ants?)\b|\bprofessional services\b|\b(?:featured|sponsored|premium|promoted|enhanced|priority) (?:\w+ )?(?:placement|listing|support|profile|plan|position)|\bpremium\b|\bpriority (?:support|queue)|\bsponsor(?:ed|ship)\b|\bbanners?\b|\bad space\b|\bbooths?\b|\bpromotion|\badvertis|\b(?:co-?)?marketing\b|\bco-?branded\b|\bwebinar|\bconference\b|\bexpedit|\bcustom (?:development|work|integration|report)|\bdedicated (?:support|engineer|manager)|\b(?:extended|24\/7|24x7) support|\bworkshop\b/i,
  ],
  [
    'sandbox',
    /\bsandbox|\btest(?:ing)? (?:environment|account|system|server|access|credentials|data|patients?)|\bpreview environment|\bdevelopment environment/i,
  ],
  [
    'base-urls',
    /\b(?:service )?base (?:url|address)(?:s|es)?\b|\bendpoint (?:list|director)|\blist of (?:fhir )?endpoints\b|\bdirectory of (?:fhir )?endpoints\b/i,
  ],
  [
    'client-id',
    /\bclient[ _-]?ids?\b|\bclient (?:credentials|secrets?)\b|\bAPI keys?\b|\b(?:production|access|issuing|issuance of|developer) (?:keys?|credentials)\b|\bcredentials\b|\bregistered clients?\b/i,
  ],
  [
    'documentation',
    /\bdocumentation\b|\b(?:resource|API) (?:reference|guide|manual|specification)\b|\bdeveloper guide\b/i,
  ],
  [
    'listing',
    /\blist(?:ing|ed)\b(?! (?:below|above|in|here))|\b(?:marketplace|app (?:store|gallery|catalog(?:ue)?))\b/i,
  ],
  [
    'review',
    /\b(?:security|technical|app|application|code|privacy|vendor) (?:review|assessment|audit|testing|questionnaire)|\bcertification (?:of apps|program|fee|test)|\bvalidat(?:ion|ed|ing)\b|\bapp certification\b|\bpenetration test|\bcertify(?:ing)? (?:your|the|each) app/i,
  ],
  [
    'registration',
    /\bregist(?:er|ers|ered|ering|ration|rations)\b|\bsign(?:ing)?[- ]?up\b|\bdeveloper (?:account|portal|program(?:me)?|plan)\b|\bonboard(?:ing)?\b/i,
  ],
  [
    'production',
    /\bproduction\b|\bgo(?:ing|es)?[- ]live\b|\bactivat(?:e|ed|ion|ing)\b|\benabl(?:e|ed|ing|ement)\b|\bdeploy(?:ment|ed|ing)?\b/i,
  ],
  ['licence', /\blicen[cs](?:e|es|ed|ing)\b|\bmembership\b|\bplatform fee\b/i],
  [
    'connection',
    /\bconnect(?:ion|ions|ing|ed|s)?\b|\bintegrat(?:ion|ions|ing|ed)\b|\binterface\b|\bset-?up\b|\bimplementation\b/i,
  ],
  [
    'api-use',
    /\bAPIs?\b|\bFHIR\b|\b(?:calls?|requests?|transactions?|authori[sz]ations?|quer(?:y|ies)|retriev\w+)\b|\busage\b|\bSMART\b|\bbulk data\b|\bapi access\b/i,
  ],
  [
    'patient-access',
    /\baccess to (?:\w+ )?records\b|\byour charts?\b|\belectronic access\b|\bhealth records?\b|\bpatient access\b|\b(?:their|your|medical) records?\b|\bpatient portal\b/i,
  ],
];

export interface ThingMention {
  readonly thing: Thing;
  readonly words: string;
}

/** The narrowest thing that words name. */
export function thingIn(text: string): ThingMention | undefined {
  for (const [thing, sense] of senses) {
    const words = sense.exec(text)?.[0];
    if (words) return { thing, words };
  }
  return undefined;
}

const needed: readonly Thing[] = [
  'registration',
  'client-id',
  'sandbox',
  'documentation',
  'base-urls',
  'production',
  'api-use',
  'connection',
  'licence',
];
/** What an app cannot be built or put into production without (45 CFR 170.404(a)(3), as ONC reads it). */
export const isNeeded = (thing: Thing): boolean => needed.includes(thing);

/** The thing as a reader calls it. */
export const nameOfThing: { readonly [thing in Thing]: string } = {
  registration: 'registration',
  'client-id': 'a client id or credentials',
  sandbox: 'the test environment',
  documentation: 'documentation',
  'base-urls': 'service base URLs',
  production: 'production use',
  'api-use': 'use of the API',
  connection: 'connecting to a site',
  licence: 'a license or membership',
  listing: 'a listing',
  review: 'a review of the app',
  export: 'an export',
  'patient-access': 'electronic access to a record',
  'value-added': 'an optional service',
  'other-product': 'another product',
  outside: 'something else',
};

const choice =
  /\boptional(?:ly)?\b|\bvoluntary\b|\belective\b|\bif you (?:choose|wish|want|like)\b|\bif you would (?:rather|prefer|like)\b|\bis (?:a|your) choice\b|\bdo(?:es)? not depend on\b|\b(?:not|never|nor|no app) (?:\w+ ){0,2}?(?:need(?:s|ed)?|required|necessary|mandatory)\b|\bwho would like\b|\bvalue[- ]added\b|\badd-?ons?\b/i;
export const isOptional = (text: string): boolean => choice.test(text);

const duty =
  /\b(?:must|mandatory|required|compulsory|(?<!nobody |no one |not )(?:has|have) to|obligatory|necessary)\b|\bbefore (?:\w+ ){0,4}?(?:go(?:ing)? live|production|enabled|turn|use)|\bevery (?:\w+[ -]){0,2}?(?:app|application) (?:is|must|has)\b/i;
export const isMandatory = (text: string): boolean => duty.test(text);

/** The customer runs the server itself, so that its use costs the developer nothing. */
export const sourceHosts =
  /\b(?:running|operating|hosting)\b[^.]{0,40}\b(?:their|its) own\b|\bself-?host(?:s|ed|ing)?\b|\bon[- ]prem(?:ises?)?\b|\bhosts? (?:\w+ ){0,4}?(?:themselves|itself|locally)\b|\b(?:run|runs|operate|operates|host|hosts) (?:\w+ ){0,5}?(?:on their own|on its own|themselves|itself|own (?:premises|servers?|infrastructure|data cent(?:er|re)s?))|\blocally hosted\b|\bcustomer[- ]hosted\b/i;
