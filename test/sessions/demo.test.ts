/** Command lines on the built-in capture: every flag of `ingresses`, as a person sees it. */
import { expect, it } from 'vitest'
import { session, transcript } from '../support/program/session.js'
import { expectGolden } from './golden.js'

it.each([
  'ingresses --from demo',
  'ing --from demo -o wide',
  'ingresses --from demo -o json --host prod',
  'ingresses --from demo -o yaml --host dev',
  'ingresses --from demo -o name',
  'ingresses --from demo --no-headers',
  'ingresses --from demo -n default tkng-1',
  'ingresses --from demo -n default tkng-1 nope',
  'ingresses --from demo -n kube-system',
  'ingresses --from demo -n kube-system default/tkng-1',
  'ingresses --from demo ing/tkng-1 default/tkng-3 other/tkng-2',
  'ingresses --from demo --service prdo',
  'ingresses --from demo --host pord --path /prd',
  'ingresses --from demo -A --sort-by host',
  'ingresses --from demo --path /dev',
  'ingresses --from demo --service dev:8080',
  'ingresses --from demo --service dev:http',
  'ingresses --from demo --class nginx --no-headers',
  'ingresses --from demo --class other',
  'ingresses --from demo --host nowhere.example.com',
  'ingresses --from demo -l app=web',
  'ingresses --from demo --color always --path /dev',
  'ingresses --from demo --columns namespace,service,controller,endpoints',
  'backends --from demo -o table --columns service,endpoint-addresses',
  'explain',
  'explain no-port',
  'explain no-port -o json',
  'explain invalid',
  'explain no-prot',
  'explain no-port no-service',
  'completion',
  'completion basch',
  'config view',
  'config view -o json',
  'config path',
  'config',
  'backends --from demo --list',
  'backends --from demo -o table',
  'backends --from demo -o wide',
  'backends --from demo -o yaml',
  'backends --from demo -o name',
  'backends --from demo --backend upstream-default-backend',
  'backends --from demo --backend default-prod-808',
  'backends --from demo -n default',
  'backends --from demo --controller nope',
  'backends --from demo --pod ingress-controller-ingress-nginx-controller-68dbfcb676-x4n8p --list',
  'backends --from demo --class ngnix',
  'backends --from demo --pod plpcp',
  'certs --from demo -n default',
  'certs --from demo -n kube-system',
  'certs --from demo --host prdo',
  'backends --from demo --class other',
])('%s', async (line) => {
  const file = line.replaceAll(/[^\w.=-]+/g, '_')
  await expectGolden(transcript(line, await session(line.split(' '))), `golden/demo/${file}.txt`)
})

it.each(['-A', '-n default'])('what -o name prints is understood again: %s', async (scope) => {
  const line = async (text: string) => session([...text.split(' '), ...scope.split(' '), '--from', 'demo'])
  const { stdout } = await line('ingresses -o name')
  const names = stdout.trim().split('\n')
  expect(names.length).toBe(2)
  for (const verb of ['ingresses', 'why'])
    expect((await line(`${verb} ${names.join(' ')} -o name`)).stdout).toBe(stdout)
})
