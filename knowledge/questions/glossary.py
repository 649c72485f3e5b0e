"""Terms of the field in French and Portuguese, with the English ones that the practicals use."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["english_terms"]

_FRENCH = """
surapprentissage:overfitting; surajustement:overfitting; sous-apprentissage:underfitting; apprentissage:learning
apprentissage par renforcement:reinforcement learning; arete:edge; sommet:node vertex; noeud:node; graphe:graph
voisin:neighbour; bruit:noise; debruitage:denoising; cible:target; perte:loss; fonction de perte:loss function
couche:layer
tete:head; masque:mask; recompense:reward; politique:policy; etat:state; agent:agent; environnement:environment
tableau:array; forme:shape; axe:axis; matrice:matrix; vecteur:vector; ligne:row; colonne:column; somme:sum
moyenne:mean average; transposer:transpose; transposee:transpose; diffusion:broadcasting diffusion; trancher:slice
aleatoire:random; nombre aleatoire:random number key; cle:key; graine:seed; gradient:gradient; derivee:derivative
descente de gradient:gradient descent; taux d'apprentissage:learning rate; poids:weights; biais:bias
compiler:compile jit; vitesse:speed; rapide:fast; lent:slow; immuable:immutable; fonction pure:pure function
reseau:network; reseau de neurones:neural network; racine:sqrt; produit scalaire:dot product; echelle:scale
requete:query; valeur:value; encodeur:encoder; decodeur:decoder; encodage positionnel:positional encoding
mot:word token
phrase:sentence; jeton:token; vraisemblance:likelihood; a priori:prior; a posteriori:posterior; loi:distribution
echantillonner:sample; echantillonnage:sampling; echantillon:sample; evidence:evidence; incertitude:uncertainty
regression lineaire:linear regression; regression logistique:logistic regression; entrainer:train
entrainement:training
donnees:data; jeu de donnees:dataset; lot:batch; erreur:error; hasard:random; exploration:exploration
explorer:explore
modele generatif:generative model; image:image; etape:step; pas:step; memoire:replay buffer memory; retour:return
normaliser:normalise; degre:degree; classification:classification; regularisation:regularisation
valeur aberrante:outlier
"""
_PORTUGUESE = """
sobreajuste:overfitting; aprendizado:learning; aprendizagem:learning; aprendizado por reforco:reinforcement learning
aresta:edge; vertice:node vertex; no:node; grafo:graph; vizinho:neighbour; ruido:noise; alvo:target; perda:loss
funcao de perda:loss function; camada:layer; cabeca:head; mascara:mask; recompensa:reward; politica:policy
estado:state
ambiente:environment; acao:action; arranjo:array; vetor:vector; matriz:matrix; forma:shape; eixo:axis; linha:row
coluna:column; soma:sum; somar:sum; media:mean average; transpor:transpose; transposta:transpose; aleatorio:random
numero aleatorio:random number key; chave:key; semente:seed; gradiente:gradient; derivada:derivative
descida de gradiente:gradient descent; taxa de aprendizado:learning rate; peso:weights; vies:bias
compilar:compile jit
rapido:fast; lento:slow; imutavel:immutable; funcao pura:pure function; rede:network; rede neural:neural network
raiz:sqrt; produto escalar:dot product; consulta:query; valor:value; codificador:encoder; decodificador:decoder
codificacao posicional:positional encoding; palavra:word token; frase:sentence; verossimilhanca:likelihood
distribuicao:distribution; distribuicao preditiva:posterior predictive; amostrar:sample; amostra:sample
amostragem:sampling; incerteza:uncertainty; regressao linear:linear regression
regressao logistica:logistic regression
treinar:train; treino:training; treinamento:training; dados:data; conjunto de dados:dataset; lote:batch; erro:error
modelo generativo:generative model; imagem:image; passo:step; atencao:attention; retorno:return; normalizar:normalise
grau:degree; generativo:generative; exploracao:exploration; difusao:diffusion; valor atipico:outlier
"""


def english_terms(text: str, language: str) -> list[str]:
    """The English terms for those of a French or Portuguese text, in order; none for another language."""
    said = _bare(text)
    found = [(said.find(f" {term}"), english) for term, english in _terms(language) if _has(said, term)]
    return list(dict.fromkeys(english for _, english in sorted(found)))


def _has(said: str, term: str) -> bool:
    return bool(re.search(rf" {re.escape(term)}(?:s|x|es)? ", said))


@cache
def _terms(language: str) -> tuple[tuple[str, str], ...]:
    listed = {"fr": _FRENCH, "pt": _PORTUGUESE}.get(language, "")
    entries = [entry.strip().split(":") for entry in re.split(r"[;\n]", listed) if entry.strip()]
    return tuple((_bare(term).strip(), english) for term, english in entries)


def _bare(text: str) -> str:
    """Lower case without accents, words with one space on either side."""
    letters = unicodedata.normalize("NFD", text.lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", plain.replace("œ", "oe"))
    return f" {' '.join(words)} "
