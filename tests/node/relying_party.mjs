// A relying party made with openid-client: logs in against Sluis and checks all that it gets, as a Node application would.
//
// Usage: relying_party.mjs ISSUER CLIENT_ID METHOD CREDENTIAL REDIRECT_URI POST_LOGOUT_REDIRECT_URI
//
// METHOD is client_secret_post, and CREDENTIAL the secret; or private_key_jwt, and CREDENTIAL a private key for ES256 as a JWK.
// Prints the URL to which the browser goes, reads the URL to which it came back, and prints what it learnt as JSON. Trusts the
// authorities of NODE_EXTRA_CA_CERTS.

import { webcrypto } from 'node:crypto'
import { createInterface } from 'node:readline'
import * as client from 'openid-client'

// Node 18, as Debian 12 has it, does not offer these by itself.
globalThis.crypto ??= webcrypto
globalThis.CryptoKey ??= webcrypto.CryptoKey

const [issuer, id, method, credential, redirectUri, afterLogout] = process.argv.slice(2)

async function authentication() {
  if (method === 'client_secret_post') return client.ClientSecretPost(credential)
  const { kid, ...jwk } = JSON.parse(credential)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  return client.PrivateKeyJwt({ key: await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']), kid })
}

// With the non-repudiation checks it verifies the signature of each ID token, although that came straight from the provider.
const config = await client.discovery(new URL(issuer), id, {}, await authentication(), {
  execute: [client.enableNonRepudiationChecks],
})

const verifier = client.randomPKCECodeVerifier()
const [state, nonce] = [client.randomState(), client.randomNonce()]
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: redirectUri,
  scope: 'openid profile email',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
})
console.log(url.href)

const lines = createInterface({ input: process.stdin })
const landed = new URL((await lines[Symbol.asyncIterator]().next()).value)
lines.close()

const first = await client.authorizationCodeGrant(config, landed, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
})
const claims = first.claims()
const userinfo = await client.fetchUserInfo(config, first.access_token, claims.sub)
const second = await client.refreshTokenGrant(config, first.refresh_token)
const alive = await client.tokenIntrospection(config, second.access_token)
await client.tokenRevocation(config, second.refresh_token)
const dead = await client.tokenIntrospection(config, second.access_token)
const logout = client.buildEndSessionUrl(config, {
  id_token_hint: second.id_token,
  post_logout_redirect_uri: afterLogout,
  state: 'tot ziens',
})
console.log(JSON.stringify({ claims, userinfo, refreshed: second.claims(), alive, dead, logout: logout.href }))
