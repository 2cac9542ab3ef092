import { jobRecords } from '../../../adapters/aws/job-records.ts';
import { userRecords } from '../../../adapters/aws/user-records.ts';
import { describeJobRecords } from '../../contracts/job-records.contract.ts';
import { names, testAws } from '../../support/aws.ts';

describeJobRecords('DynamoDB', async () => {
  const { clients } = await testAws();
  return {
    jobs: jobRecords({ client: clients.dynamo, tables: names, namesSorted: 10 }),
    users: userRecords({ client: clients.dynamo, table: names.users }),
  };
});
