import { describe, expect, it } from 'vitest';
import { baseOf, customers, serviceBaseUrls, tenants } from '../../src/demo/service-base-urls.ts';

const bundle = serviceBaseUrls(new Date('2026-11-25T12:00:00Z'));
const addresses = new Set(bundle.entry.map(({ fullUrl }) => fullUrl));
const organizations = bundle.entry.flatMap(({ resource }) =>
  resource.resourceType === 'Organization' ? [resource] : [],
);
const endpoints = bundle.entry.flatMap(({ resource }) => (resource.resourceType === 'Endpoint' ? [resource] : []));

describe('the list of base addresses', () => {
  it('was reviewed this week, and says when', () => {
    expect(bundle.timestamp).toBe('2026-11-23T00:00:00.000Z');
    expect(serviceBaseUrls(new Date('2026-11-23T00:00:01Z')).timestamp).toBe('2026-11-23T00:00:00.000Z');
  });
  it('has an Organization for each customer and an Endpoint for each but the children', () => {
    expect(organizations).toHaveLength(customers.length);
    expect(endpoints).toHaveLength(customers.length - 2);
    expect(endpoints.map(({ address }) => address)).toEqual(customers.filter(({ partOf }) => !partOf).map(baseOf));
    expect([...tenants]).toEqual(['juniper', 'marigold', 'willow-bend']);
  });
  it('refers to nothing that is not in it', () => {
    const references: string[] = [];
    JSON.stringify(bundle, (name, value) => {
      if (name === 'reference') references.push(`https://fhir.larkspur.example/r4/${value}`);
      return value;
    });
    expect(references.filter(reference => !addresses.has(reference))).toEqual([]);
    expect(references.length).toBeGreaterThan(customers.length);
  });
  it('names providers by numbers with a right check digit, in a series never issued', () => {
    const numbers = organizations.flatMap(({ identifier }) =>
      identifier.filter(({ system }) => system.endsWith('/us-npi')),
    );
    expect(numbers).toHaveLength(customers.length - 1);
    for (const { value } of numbers) {
      const sum = [...`80840${value}`]
        .reverse()
        .map(Number)
        .reduce((total, digit, index) => total + (index % 2 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit), 0);
      expect(sum % 10, value).toBe(0);
      expect(value).toMatch(/^2\d{9}$/);
    }
  });
  it('is made anew each time, so that a change to one spoils no other', () => {
    serviceBaseUrls().entry.pop();
    expect(serviceBaseUrls().entry).toHaveLength(bundle.entry.length);
  });
});
