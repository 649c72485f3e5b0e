"""The part that a word plays when somebody asks or tells, in English and French."""

from __future__ import annotations

_LISTED = {
    "WH": """why how what whats when where which who whose whom pourquoi comment quel quelle quels quelles quand
        combien pk prkw cmt koi kel wetin hw wat wats wht wen lequel laquelle quoi ou""",
    "AUX": """is are was were do does did can could should shd would will shall may might must has have est sont
        peut peux pouvez peuvent faut doit dois ont as am cn""",
    "I": "i je j me moi",
    "MY": "my mine mon ma mes",
    "YOU": "you your u ur tu vous toi ton ta votre",
    "WE": "we our us on nous",
    "IT": "it this that he she they its c ca ce il elle ils sa cela",
    "SOME": "someone somebody anyone anybody sum1 quelqu any",
    "ALL": "everyone everybody all guys tous people team teams class veuillez",
    "NOT": "not no never pas jamais rien aucun ne n without unable impossible nothing nobody dont doesnt cnt",
    "KNOW": """know understand get see tell explains explained explain told learn sais vois comprends comprendre
        savoir knows wonder wondering idea idee""",
    "HELP": """help assist explain clarify hint hints guide aide aider aidez explique expliquer expliquez indice
        piste coup pointers tips advice suggestion hlp""",
    "LOST": """stuck lost confused confusing confusion struggling doubt unclear unsure bloque bloquee perdu perdue
        trouble difficulty difficulties disagree wrap""",
    "WANT": """want wanted need like love trying looking wish curious voudrais aimerais veux besoin cherche
        question questions doubts""",
    "BAD": """error errors err erreur erreurs fails fail failing failed crash crashes crashing crashed nan wrong
        broken plante echoue issue issues problem probleme souci complains hangs dies died weird bug slow
        zero zeros empty stops""",
    "GOOD": """fixed fix solved works working worked passes passed pass sorted resolved regle resolu corrige found
        done finished finish fini termine nvm nevermind compris understood reussi helped converges correct
        ok clear clair managed completed complete gone decreasing""",
    "NOW": "now already finally maintenant mtn enfin finalement turns turned",
    "STILL": "still again toujours encore keep keeps always every same meme pareil stays stuck reste",
    "PLEASE": "please pls plz kindly svp abeg tafadhali",
    "THANKS": "thanks thank thx ty tnx merci mrc appreciate appreciated asante grateful congrats bravo well great nice",
    "HELLO": """hello hi hey morning evening afternoon greetings bonjour bonsoir salut slt bjr coucou welcome salaam
        salam dear good""",
    "DO": """try use add check make replace restart essaie essaye utilise ajoute regarde regardez verifie suffit
        mets change changing set remove print look read come go put pass""",
    "MAYBE": "maybe probably think guess believe pense crois likely seems",
    "CAUSE": "because since cause parce car if si for pour",
    "AND": "and but so then ok okay et mais donc alors wait hmm sorry yes no oh ah well also quick just",
    "BE": "be being been suis etre",
    "THE": "the a an le la les un une l d de du des",
    "TODAY": "today tomorrow yesterday demain aujourd hui hier reminder rappel pm minutes tonight soir h",
    "EVENT": """lunch dinner breakfast break session sessions lecture party keynote poster bus workshop slides wifi room
        hall venue registration certificate certificates dejeuner diner pause seance cours fete salle diapos atelier
        practical practicals tp drive link lien badge programme""",
    "TOPIC": """accuracy action actions activation adam agent arete array arrays attention axe axes axis backprop
        backpropagation batch batches biais bias broadcast broadcasting bruit buffer carry cartpole cell
        cellule cible cle cles colab cond couche cpu decoder decodeur diffusion dimension dimensions
        discount divergence dqn dropout echantillon edge edges einsum elbo embedding embeddings encodage
        encoder encodeur encoding encodings entrainement entropy environment environnement episode episodes
        epoch epochs epoque etat evidence exercice exercise exo figure flax fonction forme formes function
        gamma gat gcn gnn gpu grad gradient gradients graine graph graphe graphique graphs haiku head heads
        hmc jax jit jnp jraph kernel key keys kl layer layers learning likelihood logits loops loss mask
        masking masks matrice matrix mean model modele models moyenne network networks node nodes noeud
        noise notebook notebooks noyau numpy numpyro nuts optax optimiser optimiseur optimizer padding
        parameter parameters parametres params perplexity perte plot pmap poids policy politique positional
        positionnel posterior precision prior pytorch pytree pytrees queries query rate recompense
        regularisation regularization reinforce relu replay reseau reshape retropropagation return returns
        reward rewards sample sampler samples scan schedule score scores seed self sequence sgd shape shapes
        sigmoid softmax somme state states sum tableau target tensor tensors test tests tete tetes token
        tokens torch tracer tracers training transformer transformers transpose value values variance
        vecteur vector vmap vraisemblance weight weights xcode""",
}
_ROLES = {word: role for role, listed in reversed(_LISTED.items()) for word in listed.split()}

TOPIC = "topic"
OPENING = frozenset({"AND", "PLEASE", "THANKS", "HELLO"})


def neutral(listed: list[str]) -> list[str]:
    """The words with one mark for each term of the practicals, and its article: what is asked about does not matter."""
    marked: list[str] = []
    for word in listed:
        part = _ROLES.get(word, "x")
        if part == "TOPIC":
            while marked and _ROLES.get(marked[-1]) == "THE":
                marked.pop()
            if not marked or marked[-1] != TOPIC:
                marked.append(TOPIC)
        else:
            marked.append(word)
    return marked


def roles(listed: list[str]) -> list[str]:
    """The role of each word; `x` for one that has none."""
    return ["TOPIC" if word == TOPIC else _ROLES.get(word, "x") for word in listed]
