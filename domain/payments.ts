// domain/payments.ts — the doors to whoever takes the money for Premium. Where nobody does, plans are changed by a word.
import type { UserId } from './job.ts';
import type { Role } from './plan.ts';

/** Of a customer who is there: the user, and whether they pay now. */
export interface Payer {
  userId: UserId;
  paying: boolean;
}

/** `pay`: the page where to do so. `paid`: somebody did already. `gone`: there is no such customer any more. */
type Checkout = { kind: 'pay'; url: string } | { kind: 'paid' } | { kind: 'gone' };

/** `refused`: not signed by the provider, or too long ago. `nothing`: not about who pays. */
export type PaymentMessage = { kind: 'customer'; customerId: string } | { kind: 'nothing' } | { kind: 'refused' };

/**
 * The provider of payments. Only what it says of a customer now counts: its messages, which come twice, late and in any
 * order, merely say that there is something to ask about. Every call may be repeated. They throw PaymentsAway.
 */
export interface Payments {
  /** A customer for this user: the same one however often it is asked for, until `instead` of another one that is gone. */
  newCustomer(userId: UserId, instead?: string): Promise<string>;
  /** One page to pay at for each customer, whatever the number of tabs. */
  checkout(of: { userId: UserId; customerId: string }): Promise<Checkout>;
  payer(customerId: string): Promise<Payer | undefined>;
  /** Ends every subscription at once. */
  cancel(customerId: string): Promise<void>;
  /** Ends every subscription and what is open to be paid, and removes the customer. */
  forget(customerId: string): Promise<void>;
  read(message: { body: string; signature: string }): PaymentMessage;
}

/** Which customer a user is, in the table `users`. */
export interface Customers {
  /** Answers the one that is kept: the first that came, or its successor. Undefined where the account is closed. */
  keep(of: { userId: UserId; customerId: string; instead?: string }): Promise<string | undefined>;
}

/** Thrown where the provider cannot be reached or is overloaded. Try again. */
export class PaymentsAway extends Error {
  override name = 'PaymentsAway';
}

export function paidRole({ paying }: Payer): Role {
  return paying ? 'premium_user' : 'free_user';
}
