/** Why a ListenerSet adds no listeners to its Gateway. */
export type SetOut = 'NotAllowed' | 'no-gateway' | 'unsupported' | 'refused'

export const setOutWords: Readonly<Record<SetOut, string>> = {
  NotAllowed: 'the Gateway does not allow it',
  'no-gateway': 'there is no such Gateway',
  unsupported: 'its implementation reads no ListenerSets',
  refused: 'the API server refuses one of the two',
}
