import { expect, test } from 'vitest';
import { seedPatients } from '../../../src/fhir/seed/patients.ts';
import { packageFolder, withPackage } from '../../../src/fhir/tables.ts';
import { compileValidator } from '../../../src/fhir/validate/validator.ts';

test('the synthetic patients meet the US Core profiles that they name', () => {
  const { validate } = compileValidator(withPackage(packageFolder('6.1.0') as string));
  const errors = seedPatients().flatMap(resource =>
    validate(resource)
      .filter(({ severity }) => severity === 'error')
      .map(({ path, message }) => `${resource.resourceType}/${resource.id} ${path} ${message}`),
  );
  expect(errors).toEqual([]);
});
