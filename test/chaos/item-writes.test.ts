import assert from 'node:assert/strict';
import { itemWrites } from '../../chaos/item-writes.ts';

const update = {
  TableName: 'annotations',
  Key: { job_id: { S: 'a' } },
  UpdateExpression:
    'REMOVE #archive_status, #claim_token SET #version = :version, #name = :name, result_key = if_not_exists(result_key, if_not_exists(#x, :blank))',
  ExpressionAttributeNames: {
    '#version': 'version',
    '#archive_status': 'archive_status',
    '#claim_token': 'claim_token',
    '#name': 'name',
    '#x': 'x',
  },
  ExpressionAttributeValues: { ':version': { N: '4' }, ':at_version': { N: '3' }, ':name': { S: 'private' } },
};

describe('the writes in a request to DynamoDB', () => {
  it('are read out of an update: what it sets and what it removes, without names of people and files', () => {
    assert.deepEqual(itemWrites('UpdateItem', update), [
      {
        table: 'annotations',
        key: 'a',
        kind: 'update',
        set: { version: 4 },
        remove: ['archive_status', 'claim_token'],
      },
    ]);
  });

  it('are read out of a transaction, whose condition checks write nothing', () => {
    const check: object = { ConditionCheck: { TableName: 'users', Key: { user_id: { S: 'u' } } } };
    const found = itemWrites('TransactWriteItems', { TransactItems: [{ Update: update }, check] });
    assert.deepEqual(
      found.map(({ table }) => table),
      ['annotations'],
    );
  });

  it('are read out of puts and deletes', () => {
    const item = { job_id: { S: 'a' }, deleted_at: { N: '5' }, timeline: { L: [] } };
    assert.deepEqual(itemWrites('PutItem', { TableName: 't', Item: item })[0]?.set, { job_id: 'a', deleted_at: 5 });
    assert.equal(itemWrites('DeleteItem', { TableName: 't', Key: { job_id: { S: 'a' } } })[0]?.kind, 'delete');
    assert.deepEqual(itemWrites('GetItem', { TableName: 't', Key: { job_id: { S: 'a' } } }), []);
  });
});
