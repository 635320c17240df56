"""The dialect `gemini`: `generateContent` of the Gemini API and of Vertex AI."""
