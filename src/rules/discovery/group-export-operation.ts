import {
  capabilityStatement,
  declaresGroupExport,
  groupOperations,
} from '../../facts/discovery/capability-statement.ts';
import { statement, usCoreResources } from '../../facts/discovery/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** Whoever serves many patients must ask for their records one by one where no export is declared. */
export default defineRule({
  id: 'discovery/group-export-operation',
  says: 'The CapabilityStatement declares $export on Group',
  otherwise: 'The CapabilityStatement declares no $export on Group',
  cites: ['SH-PAT-4', '45 CFR 170.315(g)(10)(i)(B)'],
  barrier: 'tec-bulk-export-defect',
  assumes: 'Any operation on Group whose name is export or whose definition is the one of group export will do.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Declare the operation in CapabilityStatement.rest.resource (type Group), with the definition of group-export.',
  per: 'deployment',
  needs: { statement: capabilityStatement },
  mayUse: { declaring: groupOperations },
  judge({ statement, declaring = [] }, { vendor: { product } }) {
    const { exhibit } = statement;
    if (declaresGroupExport(statement)) return passed(exhibit);
    if (product.criteria && !product.criteria.some(isG10)) {
      return inapplicable('The profile does not list 170.315(g)(10) among the criteria of the product.', exhibit);
    }
    if (declaring[0]) {
      return cantTell(
        `It is declared by the deployment ${declaring[0]}; group export may be served from there.`,
        exhibit,
      );
    }
    if (!product.criteria) {
      return cantTell(
        'None is declared; the profile does not say (product.criteria) whether (g)(10) asks for it.',
        exhibit,
      );
    }
    return failed('Group has no export operation, and neither has the server as a whole.', exhibit);
  },
  examples: {
    passed: [{ when: 'export on Group', facts: { statement: withGroup('export') } }],
    failed: [
      {
        when: 'a (g)(10) product without it',
        facts: { statement: statement() },
        setting: { vendor: { product: { criteria: ['g10'] } } },
      },
      {
        when: 'another operation on Group',
        facts: { statement: withGroup('add') },
        setting: { vendor: { product: { criteria: ['170.315(g)(10)'] } } },
      },
    ],
    'cant-tell': [
      {
        when: 'the criteria of the product are not known',
        facts: { statement: statement() },
        setting: { vendor: { product: {} } },
      },
      {
        when: 'another deployment of the vendor declares it',
        facts: { statement: statement(), declaring: ['bulk'] },
        setting: { vendor: { product: { criteria: ['g10'] } } },
      },
    ],
    inapplicable: [
      {
        when: 'a product for EHI export alone',
        facts: { statement: statement() },
        setting: { vendor: { product: { criteria: ['b10'] } } },
      },
    ],
  },
});

const isG10 = (criterion: string): boolean => /g\W*10\b/i.test(criterion);

function withGroup(name: string) {
  return statement({
    resources: [...usCoreResources(), { type: 'Group', profiles: [], searchParameters: [], operations: [{ name }] }],
  });
}
