import { auditLog } from '../../../adapters/aws/audit-log.ts';
import { retrievalBudget } from '../../../adapters/aws/retrieval-budget.ts';
import { describeAudit } from '../../contracts/audit.contract.ts';
import { describeRetrievalBudget } from '../../contracts/retrieval-budget.contract.ts';
import { names, testAws } from '../../support/aws.ts';

const dynamo = async () => (await testAws()).clients.dynamo;

describeRetrievalBudget('DynamoDB', async () => retrievalBudget({ client: await dynamo(), table: names.budget }));

describeAudit('DynamoDB', async () => auditLog({ client: await dynamo(), table: names.audit }));
