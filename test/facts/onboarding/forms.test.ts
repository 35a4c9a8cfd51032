import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readForms } from '../../../src/facts/onboarding/forms.ts';

const read = (markup: string) => readForms(markup, 'https://developer.larkspur.example/apply');
const field = (markup: string) => read(`<form>${markup}<input name="client_name"></form>`).forms[0]?.fields[0];

describe('what a field asks for is told by its label, its name and its kind', () => {
  test.each([
    ['<label>Application name <input name="a"></label>', 'app-name'],
    ['<label for="x">Redirect URI(s)</label><textarea id="x"></textarea>', 'redirect'],
    ['<input name="jwks_uri" placeholder="https://...">', 'keys'],
    ['<label>Company name <input></label>', 'organization'],
    ['<label>D-U-N-S number <input></label>', 'business-number'],
    ['<label>Which practice asked for your app? <input name="sponsoringCustomer"></label>', 'sponsor'],
    ['<label>Practice name <input></label>', 'sponsor'],
    ['<label>How many patients will use it? <input type="number"></label>', 'patients'],
    ['<label>SOC 2 report <input type="file"></label>', 'security-papers'],
    ['<label>Upload a screenshot <input type="file"></label>', 'upload'],
    ['<label>Partner program level <select><option>Gold</option></select></label>', 'programme'],
    ['<label>Card <input autocomplete="cc-number"></label>', 'payment'],
    ['<label>Mobile <input type="tel"></label>', 'phone'],
    ['<label>Work e-mail <input type="email"></label>', 'email'],
    ['<label>Privacy policy URL <input type="url"></label>', 'privacy-policy'],
    ['<label>Client type <select><option>Public</option><option>Confidential</option></select></label>', 'client-kind'],
    ['<label>First name <input></label>', 'person'],
    ['<label>Password <input type="password"></label>', 'password'],
    ['<label><input type="checkbox"> I agree to the terms of use</label>', 'agreement'],
    ['<label><input type="checkbox"> Send me news</label>', 'other'],
  ])('%s', (markup, kind) => {
    expect(field(markup)?.kind).toBe(kind);
  });
});

test('a field is required where its markup or its label says so', () => {
  const required = (markup: string) => field(markup)?.required;
  expect(required('<label>Phone <input name="p" required></label>')).toBe(true);
  expect(required('<label>Phone <input name="p" aria-required="true"></label>')).toBe(true);
  expect(required('<label>Phone * <input name="p"></label>')).toBe(true);
  expect(required('<label>Phone (required) <input name="p"></label>')).toBe(true);
  expect(required('<label>Phone (optional) <input name="p"></label>')).toBe(false);
});

describe('what a form is for', () => {
  test.each([
    ['<form><input name="user"><input type="password" name="p"><button>Log in</button></form>', 'sign-in'],
    [
      '<form><input name="user"><input type="email" name="e"><input type="password" name="p"><button>Create account</button></form>',
      'registration',
    ],
    [
      '<form><label>App name <input></label><label>Callback URL <input></label><button>Save</button></form>',
      'registration',
    ],
    ['<form role="search"><input type="search" name="q"><button>Search</button></form>', 'search'],
    ['<form><input type="email" name="e"><textarea name="m"></textarea><button>Send</button></form>', 'contact'],
  ])('%s', (markup, purpose) => {
    expect(read(markup).forms.map(one => one.purpose)).toEqual([purpose]);
  });

  test('fields that no form holds, on a page drawn by scripts, are one', () => {
    expect(
      read('<div><label>App name <input></label><label>Redirect URI <input></label><button>Register</button></div>')
        .forms,
    ).toMatchObject([{ purpose: 'registration', fields: [{ kind: 'app-name' }, { kind: 'redirect' }] }]);
  });
});

describe('agreements', () => {
  test('are told by the digest of their very words: a changed word is another agreement', () => {
    const one = read(
      '<form><label><input type="checkbox" required> I agree to the <a href="/terms">Terms</a> of 2025</label></form>',
    ).agreements;
    const two = read(
      '<form><label><input type="checkbox" required> I agree to the  <a href="/terms">Terms</a>\n of 2025</label></form>',
    ).agreements;
    const changed = read(
      '<form><label><input type="checkbox" required> I agree to the <a href="/terms">Terms</a> of 2026</label></form>',
    ).agreements;
    expect(one).toMatchObject([
      {
        text: 'I agree to the Terms of 2025',
        kind: 'agreement',
        required: true,
        links: ['https://developer.larkspur.example/terms'],
      },
    ]);
    expect(two[0]?.sha256).toBe(one[0]?.sha256);
    expect(changed[0]?.sha256).not.toBe(one[0]?.sha256);
  });

  test('bind beside a button as well as in a box; attestations are told apart', () => {
    const { agreements } = read(
      '<form><input name="client_name"><label><input type="checkbox"> I attest that my app keeps tokens safe</label><p>By registering you agree to our API terms.</p><button>Register</button></form>',
    );
    expect(agreements.map(({ kind, text }) => [kind, text])).toEqual([
      ['attestation', 'I attest that my app keeps tokens safe'],
      ['agreement', 'By registering you agree to our API terms.'],
    ]);
  });

  test('that are said not to be there are not', () => {
    expect(
      read('<form><p>You do not have to agree to any terms.</p><input name="client_name"></form>').agreements,
    ).toEqual([]);
  });
});

test.each([
  '<script src="https://www.google.com/recaptcha/api.js"></script>',
  '<div class="h-captcha"></div>',
  '<div class="cf-turnstile" data-sitekey="x"></div>',
])('a check for robots is told, by whatever sign: %s', markup => {
  expect(read(`<form><input name="client_name">${markup}</form>`).robotCheck).toMatch(/captcha|turnstile/);
});

test('whatever the page holds, it is read', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '<form>',
          '</form>',
          '<input name="',
          '"',
          'required>',
          '<label for=',
          '</label>',
          '<select>',
          '<option>',
          'agree',
          '*',
          '<',
          '\u0000',
          "']",
        ),
      ),
      parts => {
        expect(Array.isArray(read(parts.join(' ')).forms)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
