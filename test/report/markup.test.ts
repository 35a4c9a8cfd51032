import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchor, link, markup, toAnchor } from '../../src/report/html/markup.ts';
import { visible } from '../../src/report/visible.ts';
import { hostileText } from './hostile.ts';

test('whatever is put in comes out as text', () => {
  fc.assert(
    fc.property(hostileText, text => {
      const printed = markup`<p title="${text}">${text}</p>`.toString();
      expect(printed.slice(3, -4)).not.toMatch(/<|'/);
      expect(printed.match(/"/g)).toHaveLength(2);
      expect(printed.match(/>/g)).toHaveLength(2);
    }),
  );
});

test('markup in markup is not escaped again; absence prints nothing', () => {
  expect(markup`<ul>${['a<', 'b'].map(item => markup`<li>${item}</li>`)}${undefined}${false}${0}</ul>`.toString()).toBe(
    '<ul><li>a&lt;</li><li>b</li>0</ul>',
  );
});

test('what cannot be seen is shown by its number', () => {
  expect(visible('a\u202Eb\u0000c\u200bd\ud800e\ufffff\r\ng\th\u{e0041}')).toBe(
    'a[U+202E]b[U+0000]c[U+200B]d\ufffde[U+FFFF]f\ng\th[U+E0041]',
  );
});

test('only web addresses become links, and they carry nothing back', () => {
  for (const address of [
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//x.example',
    'x',
    '',
  ]) {
    expect(link(address).toString()).not.toContain('<a');
  }
  expect(link('https://x.example/?a="b', 'x').toString()).toBe(
    '<a href="https://x.example/?a=%22b" rel="noopener noreferrer nofollow">x</a>',
  );
});

test('an anchor holds no space and is reached through a browser\u2019s decoding', () => {
  fc.assert(
    fc.property(hostileText, text => {
      const id = anchor('topic/rule', null, text);
      expect(id).toMatch(/^[\x21-\x7e]+$/);
      expect(decodeURIComponent(toAnchor(id))).toBe(`#${id}`);
    }),
  );
});
