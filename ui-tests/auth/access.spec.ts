import { expect, test } from '@playwright/test';
import { AUTHORIZATION } from '../server';

test('a stranger does not get the configuration', async ({ request }) => {
  const response = await request.get('offload/config');
  expect(response.status()).toBe(403);
});

test('a wrong token does not get it either', async ({ request }) => {
  const response = await request.get('offload/config', {
    headers: { Authorization: 'token wrong' }
  });
  expect(response.status()).toBe(403);
});

test('the token gets it, and there is no secret in it', async ({ request }) => {
  const response = await request.get('offload/config', {
    headers: AUTHORIZATION
  });
  expect(response.status()).toBe(200);
  const answer = await response.json();
  expect(Object.keys(answer).sort()).toEqual([
    'active',
    'backends',
    'engine',
    'problem',
    'version'
  ]);
  expect(await response.text()).not.toMatch(/key|secret|token/i);
});
