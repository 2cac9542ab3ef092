import { answerRecords } from '../../../adapters/aws/answer-records.ts';
import { customers } from '../../../adapters/aws/customers.ts';
import { deliveryLog } from '../../../adapters/aws/delivery-log.ts';
import { sessionRecords } from '../../../adapters/aws/session-records.ts';
import { subscriptions } from '../../../adapters/aws/subscriptions.ts';
import { userRecords } from '../../../adapters/aws/user-records.ts';
import { describeAnswerRecords } from '../../contracts/answer-records.contract.ts';
import { describeDeliveryLog, describeSubscriptions } from '../../contracts/notices.contract.ts';
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

const notices = async () => {
  const { clients } = await testAws();
  const table = { client: clients.dynamo, table: names.users };
  return {
    users: userRecords(table),
    subscriptions: subscriptions(table),
    customers: customers(table),
    deliveries: deliveryLog({ client: clients.dynamo, table: names.deliveries }),
  };
};
describeSubscriptions('DynamoDB', notices);
describeDeliveryLog('DynamoDB', notices);
