/** Kinds of text that a pattern cannot tell apart well enough; each says what is wrong without repeating the text. */
export const formats: Readonly<Record<string, (text: string) => Fault | undefined>> = {
  day(text) {
    const good =
      /^\d{4}-\d{2}-\d{2}$/.test(text) &&
      !Number.isNaN(Date.parse(text)) &&
      new Date(text).toISOString().startsWith(text);
    return good
      ? undefined
      : { says: 'is not a day of the calendar.', suggestion: 'Write it as YYYY-MM-DD, for example 2027-03-31.' };
  },

  'secret-reference'(text) {
    if (/^env:[A-Za-z_][A-Za-z0-9_]*$/.test(text) || /^file:\s*[^\s]/.test(text)) return undefined;
    if (text.startsWith('env:')) {
      return {
        says: 'names no environment variable.',
        suggestion: 'Write env:NAME; a name has letters, digits and underscores.',
      };
    }
    if (text.startsWith('file:')) return { says: 'names no file.', suggestion: 'Write file:PATH.' };
    return {
      says: 'holds a value where a reference is wanted; secrets never stand in a profile.',
      suggestion:
        'Put the secret into an environment variable or a file of mode 0600 and write env:NAME or file:PATH. If others have seen this file, replace the secret.',
    };
  },

  'file-reference'(text) {
    return /^file:\s*[^\s]/.test(text)
      ? undefined
      : { says: 'is not a reference to a file.', suggestion: 'Write file:PATH, for example file:ca.pem.' };
  },

  'http-address': httpAddress,

  'fhir-base'(text) {
    const fault = httpAddress(text);
    if (fault) return fault;
    const url = new URL(text);
    if (text.includes('?') || text.includes('#')) {
      return {
        says: 'has a query or fragment (? or #), which a FHIR base address cannot have.',
        suggestion: 'Cut it off before the sign.',
      };
    }
    if (/\/(metadata|\.well-known\/smart-configuration)\/?$/.test(url.pathname)) {
      return {
        says: 'is the address of a document of the server.',
        suggestion: 'Cut off /metadata or /.well-known/smart-configuration: the FHIR base address stands before it.',
      };
    }
    return undefined;
  },

  host(text) {
    return /^[^\s/@:]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/.test(text)
      ? undefined
      : { says: 'is not a host name.', suggestion: 'Write the name alone, without https:// and path.' };
  },

  'address-and-port'(text) {
    const [, host = '', port = ''] = /^(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(text) ?? [];
    return host && Number(port) > 0 && Number(port) < 65_536 && URL.canParse(`http://${host}`)
      ? undefined
      : { says: 'is not an IP address with a port.', suggestion: 'Write it as "127.0.0.1:9443" or "[::1]:9443".' };
  },
};

export interface Fault {
  readonly says: string;
  readonly suggestion: string;
}

function httpAddress(text: string): Fault | undefined {
  if (!/^https?:\/\/[^/?#\s]/i.test(text) || !URL.canParse(text)) {
    return {
      says: 'is not an http or https address.',
      suggestion: 'Write it in full, for example https://fhir.example/r4.',
    };
  }
  if (/\s/.test(text)) return { says: 'has a space in an address.', suggestion: 'Delete it, or write %20.' };
  const { username, password } = new URL(text);
  if (username || password) {
    return {
      says: 'holds a user name or password.',
      suggestion:
        'Take out everything from // to @; secrets are references in access, clients or sign-in. If others have seen this file, replace the password.',
    };
  }
  return undefined;
}
