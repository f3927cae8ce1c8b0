import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../support/server';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('Swagger UI in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let folder: string;
  const refused: string[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    folder = mkdtempSync(join(tmpdir(), 'castellan-browser-'));
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: FLAGS,
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(server.url) && !request.url().startsWith('data:') && refused.push(request.url()),
    );
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const tryOut = async (operation: string, orgId: string): Promise<string> => {
    const block = page.locator(`#operations-${operation}`);
    await block.locator('button.opblock-summary-control').click();
    const description = await block.locator('.opblock-description').innerText();
    expect(description).toContain('Requires the permission');
    await block.getByRole('button', { name: 'Try it out' }).click();
    await block.locator('tr[data-param-name="org_id"] input').fill(orgId);
    await block.getByRole('button', { name: 'Execute' }).click();
    await block.locator('.live-responses-table .response-col_status').first().waitFor();
    const shown = await block.locator('.live-responses-table').first().innerText();
    await block.locator('button.opblock-summary-control').click();
    return shown;
  };

  it('shows every route, authorises with a bearer token, and executes a call', async () => {
    const orgId = await server.org();
    await page.goto(`${server.url}/docs`);
    await page.locator('.opblock').first().waitFor();
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const operations = Object.values(document.paths).flatMap((item) => Object.keys(item));
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    const tags = page.locator('.opblock-tag');
    const ends = await Promise.all([tags.first(), tags.last()].map((tag) => tag.getAttribute('data-tag')));
    expect(ends).toEqual(['Policies', 'Health']);

    expect(await tryOut('Policies-listOrgPolicies', orgId)).toContain('AUTHENTICATION_FAILED');

    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.locator('.auth-container input').fill(server.token('alice'));
    await page.locator('.auth-btn-wrapper button.authorize').click();
    await page.locator('.auth-btn-wrapper button.btn-done').click();
    expect(await tryOut('Roles-listOrgRoles', orgId)).toContain('"role_id": "rl-admin"');

    const screenshot = await page.screenshot({ path: process.env['SCREENSHOT'] ?? join(folder, 'swagger-ui.png') });
    expect(screenshot.byteLength).toBeGreaterThan(10_000);
    expect(refused.filter((text) => !text.includes('401'))).toEqual([]);
  });
});
