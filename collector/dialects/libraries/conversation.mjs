/** What every library is made to say, so that its spans can be compared with the others'. */
export const MODEL = 'demo-small';
export const INSTRUCTION = 'You answer in one sentence.';
export const QUESTION = 'How long is the Nile?';
export const MESSAGES = [
  { role: 'system', content: INSTRUCTION },
  { role: 'user', content: QUESTION },
];

export const SESSION = 's-1';
export const USER = 'u-1';

export const WEATHER = {
  name: 'get_weather',
  description: 'Looks up the weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
export const WEATHER_QUESTION = 'What is the weather in Oslo?';
