/** What following a link promises to someone who looks for an API's documentation, terms and prices. */

const strong =
  /\b(fhir|smart[- ]on[- ]fhir|smart app|api|apis|oauth2?|openid|us[- ]?core|bulk[- ]?data|swagger|openapi|postman|webhooks?|scopes?|endpoints?|base[- ]?urls?|sandbox|client[- ]id|app registration|onboarding)\b/i;
const business =
  /\b(fees?|pricing|prices?|costs?|charges?|terms?|agreements?|licen[cs]e|licensing|legal|polic(y|ies)|disclosures?|certification|certified|onc|ehi|export|registration|register|sign[- ]?up|getting[- ]started|quick[- ]?start|request access|apply)\b/i;
const reading =
  /\b(doc|docs|documentation|developers?|reference|guides?|manual|tutorial|authentication|authorization|errors?|status codes?|change[- ]?log|changes|release[- ]?notes?|versions?|faq|resources|interoperability|integration)\b/i;
const file = /\.(pdf|docx|xlsx|csv|zip|ya?ml|json|md)$/i;

/** Addresses that do something, or show what is nobody's documentation. */
const leave =
  /\b(log-?out|sign-?out|unsubscribe|delete|remove|cart|checkout|share|print|mailto|rss|wp-login|wp-admin|wp-json|xmlrpc|cdn-cgi)\b|\/oauth2?\/|\/authorize\b|[?&](replytocom|share|add-to-cart)=|\.(css|js|mjs|png|jpe?g|gif|svg|ico|webp|woff2?|mp4|mp3|exe|dmg|apk)$/i;

/** Bodies whose texts everyone shares: what they publish is no vendor's documentation. */
const standardsBodies =
  /(^|\.)(hl7\.org|fhir\.org|smarthealthit\.org|ietf\.org|rfc-editor\.org|w3\.org|openid\.net|oauth\.net|healthit\.gov|hhs\.gov|cms\.gov|ecfr\.gov|federalregister\.gov|govinfo\.gov|nist\.gov|loinc\.org|snomed\.org|inferno\.healthit\.gov|cdc\.gov|iana\.org)$/i;
const hostsOfDocumentation =
  /(^|\.)(readme\.io|readme\.com|github\.io|github\.com|githubusercontent\.com|gitbook\.io|apiary\.io|swaggerhub\.com|getpostman\.com|postman\.com|stoplight\.io|redocly\.app|zendesk\.com|atlassian\.net|azurewebsites\.net|amazonaws\.com|blob\.core\.windows\.net|sharepoint\.com|box\.com|dropbox\.com|docs\.google\.com|drive\.google\.com)$/i;

export interface Site {
  /** Registered addresses. */
  readonly from: readonly string[];
  /** FHIR bases: what lies beneath them is data, not documentation. */
  readonly bases: readonly string[];
}

/** The part of a host name that one owner holds, near enough: the last two labels, three beneath `co.uk` and its like. */
export function ownerOf(host: string): string {
  const labels = host.toLowerCase().split('.');
  const short =
    labels.length > 2 && /^(co|com|org|net|gov|ac)$/.test(labels.at(-2) ?? '') && (labels.at(-1)?.length ?? 0) === 2;
  return labels.slice(short ? -3 : -2).join('.');
}

/**
 * 0: leave it; 1: ask only whether it answers; 2 to 6: read it, the greatest first. Whether a link is worth reading is told
 * by its words and by where it leads; whose site it leads to decides whether its death would be the vendor's.
 */
export function linkWorth(
  link: { readonly url: string; readonly text: string; readonly navigation?: true | undefined },
  site: Site,
): number {
  const { hostname, pathname, search, href } = new URL(link.url);
  if (leave.test(`${pathname}${search}`) || standardsBodies.test(hostname)) return 0;
  if (site.bases.some(base => href === base || href.startsWith(`${base}/`))) return 0;
  const words = `${link.text} ${decoded(`${hostname} ${pathname}`).replace(/[-_/.+]/g, ' ')} ${decoded(pathname)}`;
  const promise = (strong.test(words) ? 3 : 0) + (business.test(words) ? 2 : 0) + (reading.test(words) ? 1 : 0);
  const own = site.from.some(address => ownerOf(new URL(address).hostname) === ownerOf(hostname));
  if (own) {
    const beneath = site.from.some(address => href.startsWith(folderOf(address)));
    if (promise > 0 || beneath || file.test(pathname)) return Math.max(2, Math.min(6, promise + (beneath ? 1 : 0)));
    return link.navigation ? 0 : 1;
  }
  return (hostsOfDocumentation.test(hostname) || file.test(pathname)) && promise >= 3 ? Math.min(promise - 1, 4) : 0;
}

/** The folder that a registered address lies in, unless that is the whole site. */
function folderOf(address: string): string {
  const { origin, pathname } = new URL(address);
  const folder = /\.\w+$/.test(pathname) ? pathname.replace(/[^/]*$/, '') : `${pathname.replace(/\/$/, '')}/`;
  return folder === '/' ? `${origin}/never-beneath-a-root/` : `${origin}${folder}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
