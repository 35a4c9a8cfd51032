import { expect, test } from 'vitest';
import { recognise } from '../../src/facts/content.ts';

test.each([
  ['json', '{"resourceType":"Bundle"}'],
  ['json', '\ufeff  \r\n [1]'],
  ['html', '<!DOCTYPE html><html>'],
  ['html', '\n<!-- one --><!-- two -->\n<HTML>'],
  ['html', '<div id="root"></div><script src="app.js"></script>'],
  ['xml', '<?xml version="1.0"?><!-- FHIR --><Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>'],
  ['html', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'],
  ['pdf', '%PDF-1.7 ...'],
  ['zip', 'PK\u0003\u0004...'],
  ['csv', 'Practice,URL\r\n"Alder, Creek",https://a.example\r\nBramble,https://b.example\r\n'],
  ['csv', 'a\tb\nc\td\n'],
  ['text', 'There is a list, but not here.\nAsk us, please, by phone.\n'],
  ['empty', ''],
  ['empty', ' \n'],
])('%s: %s', (content, text) => expect(recognise(Buffer.from(text))).toBe(content));

test('bytes are told by themselves', () => {
  expect(recognise(Buffer.from([0x1f, 0x8b, 8, 0]))).toBe('gzip');
  expect(recognise(Buffer.from([0, 1, 2, 255, 254, 0, 9]))).toBe('binary');
  expect(recognise(Buffer.from('\ufeff{"a":1}', 'utf16le'))).toBe('json');
});

test('a page that opens many comments is not waited for', () => {
  const hostile = Buffer.from('<!---->'.repeat(2000) + '<'.repeat(2000));
  expect(recognise(hostile)).toBe('html');
});
