import { expect, test } from '@jest/globals';
import { Address, html } from '../../src/site/html';

test('text is escaped, HTML is not, nothing is nothing', () => {
  expect(String(html`<p title="${'"\'&'}">${'<script>'}${html`<b>${1}</b>`}${undefined}</p>`)).toBe(
    '<p title="&#34;&#39;&#38;">&#60;script&#62;<b>1</b></p>',
  );
  const items = ['<a>', 'b'].map((item) => html`<li>${item}</li>`);
  expect(String(html`${items}`)).toBe('<li>&#60;a&#62;</li><li>b</li>');
});

test('what nobody would see is shown', () => {
  expect(String(html`${'pas\u202esed'}`)).toBe('pas\\u202esed');
});

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'https://user:secret@example.com/',
  '//example.com',
  'nonsense',
  `https://example.com/${'a'.repeat(2_000)}`,
])('%s leads nowhere', (address) => {
  expect(Address.ofWeb(address)).toBeUndefined();
});

test('an address of the web, and of the site', () => {
  const web = Address.ofWeb('https://example.com/"onmouseover="alert(1)');
  expect(String(html`<a href="${web}">x</a>`)).toBe('<a href="https://example.com/%22onmouseover=%22alert(1)">x</a>');
  expect(String(html`<a href="${Address.ofSite('controls.html', 'production/00000001.html', 'a b')}">x</a>`)).toBe(
    '<a href="../controls.html#a%20b">x</a>',
  );
});

test('text in an href, an address elsewhere, and places that escaping does not protect are mistakes of ours', () => {
  expect(() => html`<a href="${'https://example.com'}">x</a>`).toThrow(TypeError);
  expect(() => html`<a href="${undefined}">x</a>`).toThrow(TypeError);
  expect(() => html`<p>${Address.ofPlace('a')}</p>`).toThrow(TypeError);
  expect(() => html`<p title=${'x'}></p>`).toThrow(TypeError);
  expect(() => html`<p onclick="a(${'x'})"></p>`).toThrow(TypeError);
  expect(() => html`<p style="color: ${'x'}"></p>`).toThrow(TypeError);
  expect(() => html`<${'x'}></${'x'}>`).toThrow(TypeError);
});
