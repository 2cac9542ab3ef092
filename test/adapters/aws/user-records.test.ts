import { answerRecords } from '../../../adapters/aws/answer-records.ts';
import { sessionRecords } from '../../../adapters/aws/session-records.ts';
import { userRecords } from '../../../adapters/aws/user-records.ts';
import { describeAnswerRecords } from '../../contracts/answer-records.contract.ts';
import { describeSessionRecords } from '../../contracts/session-records.contract.ts';
import { describeUserRecords } from '../../contracts/user-records.contract.ts';
import { names, testAws } from '../../support/aws.ts';

describeUserRecords('DynamoDB', async () => {
  const { clients } = await testAws();
  return userRecords({ client: clients.dynamo, table: names.users });
});

describeSessionRecords('DynamoDB', async (now) => {
  const { clients } = await testAws();
  return sessionRecords({ client: clients.dynamo, table: names.sessions, now });
});

describeAnswerRecords('DynamoDB', async (now) => {
  const { clients } = await testAws();
  return answerRecords({ client: clients.dynamo, table: names.sessions, now });
});
